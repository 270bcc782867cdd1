package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import org.junit.jupiter.api.Test;

class MemorySinkTest {

    @Test
    void itKeepsWhatItTakesUpToItsLimit() throws Exception {
        ByteSink<Bytes> sink = ByteSink.inMemory(5);
        assertThat(sink.take(Bytes.utf8("ab")).fired()).isTrue();
        assertThat(sink.take(Bytes.utf8("cde")).fired()).isTrue();

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> sink.take(Bytes.utf8("f")))
                .withMessage("expected at most 5 bytes");
        Deferred<Bytes> all = sink.end();

        assertThat(all.await()).isEqualTo(Bytes.utf8("abcde"));
    }

    @Test
    void whenItIsBrokenItKeepsNothing() throws Exception {
        ByteSink<Bytes> sink = ByteSink.inMemory(5);
        sink.take(Bytes.utf8("abcde")).otherwise(failure -> {});

        sink.broken(new ProtocolException("lost"));

        assertThat(sink.end().await()).isEqualTo(Bytes.empty());
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSink.inMemory(-1));
    }
}
