package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.jtwisted.spring.autoconfigure.TlsReloads.Reload;
import io.jtwisted.testsupport.Authority;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TlsReloadsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T12:00:00Z");

    private final TlsReloads reloads = new TlsReloads(InstantSource.fixed(NOW));
    private X509Certificate certificate;

    @BeforeEach
    void makeCertificate() throws Exception {
        certificate = new Authority("authority").localhost("one").getCertificate();
    }

    @Test
    void aBundleInUseIsListedBeforeItsFirstReload() {
        reloads.used("web", certificate);
        reloads.used("api", null);

        assertThat(reloads.all())
                .containsExactly(
                        entry("api", new Reload(0, 0, null, null, null)),
                        entry("web", new Reload(0, 0, null, null, certificate)));
    }

    @Test
    void aFailureStaysUntilTheNextSuccess() {
        reloads.used("web", certificate);

        reloads.failed("web", "garbage");
        reloads.failed("web", "more garbage");

        assertThat(reloads.all()).containsEntry("web", new Reload(0, 2, "more garbage", NOW, certificate));

        reloads.succeeded("web", certificate);

        assertThat(reloads.all()).containsEntry("web", new Reload(1, 2, null, NOW, certificate));
    }

    @Test
    void whoWantsToKnowIsToldEvenIfAnotherThrows() {
        List<String> told = new ArrayList<>();
        reloads.onReload((bundle, reload) -> {
            throw new IllegalStateException("thrown for the test");
        });
        reloads.onReload((bundle, reload) -> told.add(bundle + " " + reload.successes() + " " + reload.failures()));

        reloads.succeeded("web", certificate);
        reloads.failed("web", "garbage");

        assertThat(told).containsExactly("web 1 0", "web 1 1");
    }

    @Test
    void aBundleWhichNobodyAskedForHasZeros() {
        assertThat(reloads.of("web")).isEqualTo(new Reload(0, 0, null, null, null));
        assertThat(reloads.all()).isEmpty();
    }

    @Test
    void theEndOfTheCertificateIsKnown() {
        reloads.used("web", certificate);
        reloads.used("trust", null);

        assertThat(reloads.of("web").notAfter())
                .isEqualTo(certificate.getNotAfter().toInstant());
        assertThat(reloads.of("trust").notAfter()).isNull();
    }
}
