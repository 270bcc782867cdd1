package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.testsupport.Authority;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What happens when Boot has a new bundle. The reactor does not run: that is for {@link CertificateSwapIT}. */
@ExtendWith(OutputCaptureExtension.class)
class SslBundleKeysTest {
    private final List<String> handlers = new ArrayList<>();
    private final DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry() {
        @Override
        public void addBundleUpdateHandler(String name, Consumer<SslBundle> handler) {
            handlers.add(name);
            super.addBundleUpdateHandler(name, handler);
        }
    };
    private final TlsReloads reloads = new TlsReloads(InstantSource.system());
    private final SslBundleKeys keys = new SslBundleKeys(bundles, reloads);
    private Authority authority;
    private X509Bundle first;
    private X509Bundle second;

    @BeforeEach
    void makeCertificates() throws Exception {
        authority = new Authority("authority");
        first = authority.localhost("first");
        second = authority.localhost("second");
        keys.tell(NettyReactor.builder().tlsSource(keys).daemon(true).group(1));
        bundles.registerBundle("chat", pem(first.getCertificatePathPEM(), first.getPrivateKeyPEM()));
    }

    @Test
    void eachBundleHasOneHandlerHoweverOftenItIsAskedFor() {
        bundles.registerBundle("other", pem(second.getCertificatePathPEM(), second.getPrivateKeyPEM()));

        keys.keys("chat");
        keys.keys("other");
        keys.keys("chat");

        assertThat(handlers).containsExactly("chat", "other");
    }

    @Test
    void bundlesWhichWereThereBeforeHaveAHandlerToo() {
        assertThat(new SslBundleKeys(bundles, reloads).keys("chat")).isNotNull();

        assertThat(handlers).containsExactly("chat", "chat");
    }

    @Test
    void aBundleWhichNobodyAskedForIsNoneOfOurs(CapturedOutput output) {
        bundles.updateBundle("chat", pem("garbage", null));

        assertThat(reloads.all()).isEmpty();
        assertThat(output).doesNotContain("chat");
    }

    @Test
    void whoThrowsBeforeTheBundleIsFirstAskedForDoesNotKeepUsFromBeingTold() {
        bundles.addBundleUpdateHandler("chat", updated -> {
            throw new IllegalStateException("thrown for the test");
        });
        keys.keys("chat");

        assertThatIllegalStateException().isThrownBy(() -> bundles.updateBundle("chat", pem("garbage", null)));

        assertFailure("Unable to create key store");
    }

    @Test
    void newKeysAreTakenAndSaidToBe(CapturedOutput output) {
        TlsKeys before = keys.keys("chat");

        bundles.updateBundle("chat", pem(second.getCertificatePathPEM(), second.getPrivateKeyPEM()));

        assertThat(keys.keys("chat")).isNotEqualTo(before);
        assertThat(reloads.of("chat").successes()).isOne();
        assertThat(reloads.of("chat").certificate()).isEqualTo(second.getCertificate());
        assertThat(output)
                .contains("INFO")
                .contains("TLS bundle chat reloaded, certificate CN=second until "
                        + second.getCertificate().getNotAfter().toInstant());
    }

    @Test
    void aCertificateWhichIsHalfWrittenLeavesTheOldKeys(CapturedOutput output) {
        TlsKeys before = keys.keys("chat");
        String half = second.getCertificatePathPEM().substring(0, 400);

        bundles.updateBundle("chat", pem(half, second.getPrivateKeyPEM()));

        assertThat(keys.keys("chat")).isSameAs(before);
        assertFailure("Unable to create key store");
        assertThat(output).contains("WARN").contains("TLS bundle chat not reloaded: Unable to create key store");
    }

    @Test
    void aKeyWhichIsHalfWrittenIsNotShownToAnybody(CapturedOutput output) {
        keys.keys("chat");
        String half = second.getPrivateKeyPEM().substring(0, 100);

        bundles.updateBundle("chat", pem(second.getCertificatePathPEM(), half));

        assertFailure("Unable to create key store");
        assertThat(output).contains("TLS bundle chat not reloaded").doesNotContain(half.substring(50));
    }

    @Test
    void aKeyOfAnotherCertificateLeavesTheOldKeys(CapturedOutput output) {
        TlsKeys before = keys.keys("chat");

        bundles.updateBundle("chat", pem(second.getCertificatePathPEM(), first.getPrivateKeyPEM()));

        assertThat(keys.keys("chat")).isSameAs(before);
        assertFailure("the key does not belong to the certificate");
        assertThat(output).contains("WARN").contains("TLS bundle chat not reloaded: the TLS bundle 'chat' keeps");
    }

    @Test
    void whoWaitsBehindUsIsToldOfABadBundleToo() {
        keys.keys("chat");
        List<SslBundle> told = new ArrayList<>();
        bundles.addBundleUpdateHandler("chat", told::add);

        bundles.updateBundle("chat", pem("garbage", null));

        assertThat(told).hasSize(1);
    }

    @Test
    void aBundleWhichIsGoodAgainIsTaken() {
        keys.keys("chat");
        bundles.updateBundle("chat", pem("garbage", null));

        bundles.updateBundle("chat", pem(second.getCertificatePathPEM(), second.getPrivateKeyPEM()));

        TlsReloads.Reload now = reloads.of("chat");
        assertThat(now.failures()).isOne();
        assertThat(now.successes()).isOne();
        assertThat(now.failure()).isNull();
    }

    @Test
    void whatFailedIsTriedAgainEveryMinuteUntilItSucceeds(CapturedOutput output) {
        MemoryReactor clock = new MemoryReactor();
        keys.tell(ReactorGroup.of(List.of(clock)));
        keys.keys("chat");
        AtomicReference<String> objection = new AtomicReference<>("the certificate is not valid before noon");
        bundles.updateBundle("chat", SslBundle.of(new Objecting(objection, pemStores(second))));

        clock.advance(Duration.ofMinutes(3));
        assertThat(reloads.of("chat").failures())
                .as("the same objection is one failure")
                .isOne();
        objection.set("the key store is away");
        clock.advance(Duration.ofMinutes(1));
        assertThat(reloads.of("chat").failures()).isEqualTo(2);
        objection.set("");
        clock.advance(Duration.ofMinutes(1));

        assertThat(reloads.of("chat").failure()).isNull();
        assertThat(reloads.of("chat").certificate()).isEqualTo(second.getCertificate());
        assertThat(output)
                .contains(
                        "TLS bundle chat not reloaded: the certificate is not valid before noon (tried again every 60s)")
                .contains("TLS bundle chat reloaded, certificate CN=second");
        assertThat(clock.statistics().delayedCalls()).isZero();
    }

    @Test
    void whatFailedIsTriedAgainAfterAStopAndAStart() {
        MemoryReactor clock = new MemoryReactor();
        keys.tell(ReactorGroup.of(List.of(clock)));
        keys.keys("chat");
        AtomicReference<String> objection = new AtomicReference<>("the certificate is not valid before noon");
        bundles.updateBundle("chat", SslBundle.of(new Objecting(objection, pemStores(second))));

        clock.stop().await();
        objection.set("");
        clock.start().await();
        clock.advance(Duration.ofMinutes(1));

        assertThat(reloads.of("chat").certificate()).isEqualTo(second.getCertificate());
    }

    /** Has something against its keys, until it has not. */
    private record Objecting(AtomicReference<String> objection, SslStoreBundle stores) implements SslStoreBundle {

        @Override
        public @Nullable KeyStore getKeyStore() {
            String why = Objects.requireNonNull(objection.get());
            if (!why.isEmpty()) {
                throw new IllegalStateException(why);
            }
            return stores.getKeyStore();
        }

        @Override
        public @Nullable String getKeyStorePassword() {
            return stores.getKeyStorePassword();
        }

        @Override
        public @Nullable KeyStore getTrustStore() {
            return stores.getTrustStore();
        }
    }

    private static SslStoreBundle pemStores(X509Bundle certificate) {
        return new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(certificate.getCertificatePathPEM())
                        .withPrivateKey(certificate.getPrivateKeyPEM()),
                null);
    }

    @Test
    void aBundleWithoutACertificateIsReloadedForClients(CapturedOutput output) {
        bundles.registerBundle("trust", trusting(authority.itself()));
        keys.keys("trust");

        bundles.updateBundle("trust", trusting(first));

        assertThat(reloads.of("trust").successes()).isOne();
        assertThat(reloads.of("trust").certificate()).isNull();
        assertThat(output).contains("TLS bundle trust reloaded");
    }

    @Test
    void aBundleWhichIsNotThereIsRefusedWithAdviceAndNotRemembered() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> keys.keys("yours"))
                .withMessageContaining("spring.ssl.bundle.pem.yours");

        bundles.registerBundle("yours", pem(second.getCertificatePathPEM(), second.getPrivateKeyPEM()));

        assertThat(keys.keys("yours")).isNotNull();
        assertThat(handlers).containsExactly("chat", "yours");
    }

    private void assertFailure(String reason) {
        TlsReloads.Reload now = reloads.of("chat");
        assertThat(now.successes()).isZero();
        assertThat(now.failures()).isOne();
        assertThat(now.failure()).contains(reason);
        assertThat(now.certificate()).isEqualTo(first.getCertificate());
    }

    private static SslBundle pem(String chain, @Nullable String key) {
        return SslBundle.of(
                new PemSslStoreBundle(PemSslStoreDetails.forCertificate(chain).withPrivateKey(key), null));
    }

    private static SslBundle trusting(X509Bundle authority) {
        return SslBundle.of(
                new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(authority.getCertificatePEM())));
    }
}
