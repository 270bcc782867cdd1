/**
 * The programming model. Knows neither Netty nor Spring. Four rooms:
 *
 * <p><b>For programs and protocols.</b> Begin with {@link io.jtwisted.net.Protocol}: one side of one connection. It talks
 * through a {@link io.jtwisted.net.Transport}, which can end one half at a time ({@link io.jtwisted.net.HalfCloseable}),
 * makes a {@link io.jtwisted.net.ByteProducer} wait, and ends with a {@link io.jtwisted.net.CloseReason}. A
 * {@link io.jtwisted.net.ByteSink} takes a stream with an end, a {@link io.jtwisted.net.FileRange} is sent as it is. A {@link io.jtwisted.net.Factory} builds protocols;
 * {@link io.jtwisted.net.Sharable} says that it may live on several reactors. A {@link io.jtwisted.net.Reactor}, one of a
 * {@link io.jtwisted.net.ReactorGroup}, listens on a {@link io.jtwisted.net.Port} and calls when a
 * {@link io.jtwisted.net.SystemEvent} comes. {@link io.jtwisted.net.ProtocolException} is the peer's fault,
 * {@link io.jtwisted.net.TransportException} the network's. A {@link io.jtwisted.net.Layer} with a
 * {@link io.jtwisted.net.Framing} is a transport over a transport.
 *
 * <p><b>Endpoints and their text.</b> Begin with {@link io.jtwisted.net.ServerEndpoint} and
 * {@link io.jtwisted.net.ClientEndpoint}: a place, not yet open, typed and as a string. They have an
 * {@link io.jtwisted.net.Address}, {@link io.jtwisted.net.Limits}, {@link io.jtwisted.net.SocketOptions} and
 * {@link io.jtwisted.net.Tls}, whose keys are {@link io.jtwisted.net.TlsKeys} out of a
 * {@link io.jtwisted.net.TlsSource}, and which finds a {@link io.jtwisted.net.TlsSession}. A kind of one's own is an
 * {@link io.jtwisted.net.EndpointParser}, which reads {@link io.jtwisted.net.EndpointText} and is written by an
 * {@link io.jtwisted.net.EndpointWriter}. What cannot open fails with a
 * {@link io.jtwisted.net.CannotListenException}.
 *
 * <p><b>For makers of transports and reactors.</b> Begin with {@link io.jtwisted.net.Connection}, what all transports
 * have in common, and its other half, {@link io.jtwisted.net.ChannelHalf}, which may send files by itself ({@link io.jtwisted.net.FileTransfer}) and hand its
 * buffers to another connection ({@link io.jtwisted.net.Passage}). {@link io.jtwisted.net.Connections} is the book
 * of a reactor: it gives a {@link io.jtwisted.net.Ledger} to each port. A port counts by
 * {@link io.jtwisted.net.Admission}, starts and stops factories by {@link io.jtwisted.net.Factories}, and may stand on the
 * {@link io.jtwisted.net.Network} of its reactor. A reactor keeps {@link io.jtwisted.net.Listeners} and
 * {@link io.jtwisted.net.SystemEvents}, and asks a {@link io.jtwisted.net.HostResolver}.
 *
 * <p><b>For watchers.</b> Begin with {@link io.jtwisted.net.ReactorListener}. Figures are
 * {@link io.jtwisted.net.ReactorStatistics}, {@link io.jtwisted.net.MemoryStatistics},
 * {@link io.jtwisted.net.PortStatistics}, {@link io.jtwisted.net.ConnectionStatistics}; a refused connection has a
 * {@link io.jtwisted.net.Refusal}.
 */
@NullMarked
package io.jtwisted.net;

import org.jspecify.annotations.NullMarked;
