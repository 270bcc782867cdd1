package io.jtwisted.net;

/**
 * Understands one prefix of endpoint strings. Found by {@link java.util.ServiceLoader}, in the class loader of the
 * thread; a second parser for a prefix is an error. Implements what there is: {@link #server}, {@link #client} or both.
 *
 * <pre>{@code
 * public final class SerialParser implements EndpointParser {
 *     public String prefix() {
 *         return "serial";
 *     }
 *
 *     public ClientEndpoint client(EndpointText text) {
 *         return new Serial(
 *                 text.value("device", "serial:/dev/ttyS0"),
 *                 text.number("baud", 300, 115200, 9600),
 *                 text.clientLimits());
 *     }
 * }
 *
 * record Serial(String device, int baud, Limits limits) implements ClientEndpoint {
 *     public String kind() {
 *         return "serial";
 *     }
 *
 *     public Serial limits(Limits other) {
 *         return new Serial(device, baud, other);
 *     }
 *
 *     public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
 *         ...
 *     }
 *
 *     public String toString() { // so that ClientEndpoint.parse(serial.toString()) is equal to it
 *         return new EndpointWriter("serial")
 *                 .value(device)
 *                 .option("baud", baud, 9600)
 *                 .clientLimits(limits)
 *                 .toString();
 *     }
 * }
 * }</pre>
 *
 * <p>A kind that stands on another one reads it by {@link EndpointText#rest}, writes it by {@link EndpointWriter#rest}, and
 * hands on what it is asked: {@code haproxy:tcp:8080:interface=127.0.0.1}.
 */
public interface EndpointParser {

    /** What stands before the first colon. */
    String prefix();

    /**
     * Makes a server endpoint out of what the text has. What it did not ask the text for is then an error.
     *
     * @throws IllegalArgumentException with the part that is wrong, and what would be right; the text helps
     */
    default ServerEndpoint server(EndpointText text) {
        throw text.wrong("'" + text.prefix() + "' is for clients, which connect; it cannot listen");
    }

    /** Makes a client endpoint. As {@link #server}. */
    default ClientEndpoint client(EndpointText text) {
        throw text.wrong("'" + text.prefix() + "' is for servers, which listen; it cannot connect");
    }
}
