package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.CannotListenException.Reason;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BindFailuresTest {
    private static final Address WEB = new Address.Inet("192.0.2.1", 80);

    @ParameterizedTest
    @CsvSource({
        "Address already in use, IN_USE",
        "Address already in use: bind, IN_USE",
        "Cannot assign requested address, NO_SUCH_ADDRESS",
        "Can't assign requested address, NO_SUCH_ADDRESS",
        "The requested address is not available, NO_SUCH_ADDRESS",
        "Permission denied, NOT_PERMITTED",
        "Operation not permitted, NOT_PERMITTED",
        "Invalid argument, OTHER"
    })
    void theJdkSaysItInWords(String words, Reason reason) {
        BindException cause = new BindException(words);

        CannotListenException failure = BindFailures.of(WEB, cause);

        assertThat(failure)
                .hasMessage("cannot listen on 192.0.2.1:80: " + words)
                .hasCause(cause)
                .extracting(CannotListenException::reason)
                .isEqualTo(reason);
    }

    @Test
    void whatHasNoWordsIsSomethingElse() {
        assertThat(BindFailures.of(WEB, new IOException()).reason()).isEqualTo(Reason.OTHER);
    }

    @Test
    void aDirectoryWhichIsNotThereIsNamed(@TempDir Path folder) {
        Path socket = folder.resolve("none").resolve("socket");

        CannotListenException failure =
                BindFailures.of(new Address.Unix(socket.toString()), new IOException("No such file or directory"));

        assertThat(failure)
                .hasMessage("cannot listen on unix:" + socket + ": there is no directory " + socket.getParent());
    }

    @Test
    void aDirectoryWhichIsClosedToUsIsNamed(@TempDir Path folder) {
        Path socket = folder.resolve("socket");

        CannotListenException failure =
                BindFailures.of(new Address.Unix(socket.toString()), new IOException("Permission denied"));

        assertThat(failure.reason()).isEqualTo(Reason.NOT_PERMITTED);
        assertThat(failure)
                .hasMessage("cannot listen on unix:" + socket + ": this user may not write to the directory " + folder);
    }
}
