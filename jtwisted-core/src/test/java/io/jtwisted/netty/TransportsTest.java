package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportsTest {

    /** One that is missing is reported as aborted, with the cause: its part of the suite is left out. */
    @ParameterizedTest
    @EnumSource(
            value = NettyReactor.Io.class,
            names = {"NIO", "EPOLL", "IO_URING"})
    @EnabledOnOs(OS.LINUX)
    void theTransportsOfLinuxAreInTheSuite(NettyReactor.Io io) {
        assumeTrue(
                NettyWay.missing(io).isEmpty(), () -> "left out of the tests of transports: " + NettyWay.missing(io));

        assertThat(NettyWay.ios()).contains(io);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aTransportOfAnotherSystemIsRefusedWithAdvice() {
        assertThatThrownBy(() -> Transports.choose(NettyReactor.Io.KQUEUE))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "the transport 'kqueue' is not to be had on Linux, only on macOS and the BSDs: choose 'auto'")
                .hasCauseInstanceOf(Throwable.class);
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(Transports.advice("epoll", "Linux", "x86_64", new UnsatisfiedLinkError("no library")))
                .isEqualTo("the transport 'epoll' is not to be had here: add io.netty:netty-transport-native-epoll with"
                        + " the classifier linux-x86_64, or choose 'auto'");
        assertThat(Transports.advice("io-uring", "Linux", "aarch64", new UnsatisfiedLinkError("no library")))
                .isEqualTo(
                        "the transport 'io-uring' is not to be had here: add io.netty:netty-transport-native-io_uring"
                                + " with the classifier linux-aarch_64, or choose 'auto'");
        assertThat(Transports.advice("kqueue", "Mac OS X", "aarch64", new UnsatisfiedLinkError("no library")))
                .isEqualTo(
                        "the transport 'kqueue' is not to be had here: add io.netty:netty-transport-native-kqueue with"
                                + " the classifier osx-aarch_64, or choose 'auto'");
    }

    @Test
    void whatTheKernelRefusesIsNotMissing() {
        assertThat(Transports.advice("io-uring", "Linux", "x86_64", new RuntimeException("Operation not permitted")))
                .isEqualTo("the transport 'io-uring' is not to be had here, the system refuses it"
                        + " (Operation not permitted): choose 'auto'");
    }

    @Test
    void epollIsNotForOtherSystems() {
        assertThat(Transports.advice("epoll", "Mac OS X", "aarch64", new UnsatisfiedLinkError("no")))
                .isEqualTo("the transport 'epoll' is not to be had on Mac OS X, only on Linux: choose 'auto'");
    }
}
