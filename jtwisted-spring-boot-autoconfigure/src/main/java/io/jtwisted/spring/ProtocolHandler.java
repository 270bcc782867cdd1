package io.jtwisted.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Component;

/**
 * Says for which listeners a bean speaks. On a class, which is a component by this, or beside {@code @Bean} on a method.
 *
 * <ul>
 *   <li>A {@link io.jtwisted.net.Factory} is one object for all connections of all its listeners.
 *   <li>A {@link io.jtwisted.net.Protocol} becomes a prototype by itself: every connection has its own, with what its
 *       constructor asks for. The constructor is resolved when the application starts. Where the class is
 *       {@link io.jtwisted.net.Sharable}, its connections are spread over all event loops.
 * </ul>
 *
 * All handlers which are not Sharable live on the first reactor, so that {@code reactor.call(room::names)} with an injected
 * {@link io.jtwisted.net.Reactor} is right for each of them. {@code jtwisted.listeners.<name>.reactor} gives a handler
 * another one; then {@link ListenerRegistry#reactor} says which.
 *
 * Where a listener listens is said by {@code jtwisted.listeners.<name>}:
 *
 * <pre>{@code
 * jtwisted.listeners.echo.port=8007
 * }</pre>
 *
 * A handler must not be proxied if it is a protocol: put {@code @Transactional} and the like on the beans that it asks.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface ProtocolHandler {

    /** The names of its listeners, of a to z and 0 to 9, so that environment variables can set their properties. */
    String[] value();

    /**
     * Where to listen if the properties do not say it, as an endpoint string such as {@code tcp:8007}; may hold
     * {@code ${placeholders}}. For a handler of one listener.
     */
    String endpoint() default "";
}
