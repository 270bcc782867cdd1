package io.jtwisted.benchmarks.load.integration;

import io.jtwisted.benchmarks.load.Setup;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.ip.dsl.Tcp;
import org.springframework.integration.ip.dsl.TcpInboundGatewaySpec;
import org.springframework.integration.ip.tcp.serializer.TcpCodecs;

/**
 * A gateway for lines with CRLF. It has no messages without a frame, but the 64 bytes of echo are a line, too. Echo is
 * over NIO; lines are not, as NIO answers those which came together in any order.
 */
@Configuration(proxyBeanMethods = false)
@EnableIntegration
public class Main {
    private static final int LINE_LIMIT = 16_384;
    // Each connection has one as large in the heap. Linux gives 2.5 MB, and a thousand of those do not fit.
    private static final int SEND_BUFFER = 16_384;

    public static void main(String... arguments) {
        Setup setup = Setup.of(arguments);
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.registerBean(Setup.class, () -> setup);
        context.register(Main.class);
        context.refresh();
    }

    @Bean
    IntegrationFlow back(Setup setup) {
        return IntegrationFlow.from(setup.mode().equals("lines") ? net(setup) : nio(setup))
                .handle((payload, headers) -> payload)
                .get();
    }

    private static TcpInboundGatewaySpec net(Setup setup) {
        return Tcp.inboundGateway(Tcp.netServer(setup.port())
                .localAddress(Setup.HOST)
                .backlog(1024)
                .soTcpNoDelay(true)
                .serializer(TcpCodecs.crlf(LINE_LIMIT))
                .deserializer(TcpCodecs.crlf(LINE_LIMIT)));
    }

    private static TcpInboundGatewaySpec nio(Setup setup) {
        return Tcp.inboundGateway(Tcp.nioServer(setup.port())
                .localAddress(Setup.HOST)
                .backlog(1024)
                .soTcpNoDelay(true)
                .soSendBufferSize(SEND_BUFFER)
                .serializer(TcpCodecs.crlf(LINE_LIMIT))
                .deserializer(TcpCodecs.crlf(LINE_LIMIT)));
    }
}
