package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsRehearsalTest {

    @ParameterizedTest
    @EnumSource(names = {"ecp256", "rsa2048", "ed25519"})
    void aPairWhichBelongsTogetherIsGood(Algorithm algorithm) throws Exception {
        X509Bundle pair = pair(algorithm);

        assertThat(TlsRehearsal.of(context(pair, pair))).isEqualTo(pair.getCertificate());
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aKeyOfAnotherCertificateIsFoundOut(String version) throws Exception {
        for (Algorithm algorithm : List.of(Algorithm.ecp256, Algorithm.rsa2048)) {
            SslContext context = context(pair(algorithm), pair(algorithm), builder -> builder.protocols(version));

            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(() -> TlsRehearsal.of(context))
                    .withMessageContaining("the key does not belong to the certificate");
        }
    }

    @Test
    void aKeyOfAnotherKindIsFoundOut() throws Exception {
        SslContext context = context(pair(Algorithm.ecp256), pair(Algorithm.rsa2048));

        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> TlsRehearsal.of(context));
    }

    @Test
    void aStoreWithoutAnyKeyIsFoundOut() throws Exception {
        KeyStore empty = KeyStore.getInstance("PKCS12");
        empty.load(null);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(empty, null);
        SslContext context =
                SslContextBuilder.forServer(keys).sslProvider(SslProvider.JDK).build();

        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> TlsRehearsal.of(context));
    }

    @Test
    void itsClientNeedsNoCertificate() throws Exception {
        X509Bundle pair = pair(Algorithm.ecp256);
        SslContext context = context(pair, pair, builder -> builder.clientAuth(ClientAuth.REQUIRE));

        assertThat(TlsRehearsal.of(context)).isEqualTo(pair.getCertificate());
    }

    @Test
    void itsClientOffersWhatTheServerWants() throws Exception {
        X509Bundle pair = pair(Algorithm.rsa2048);
        SslContext context = context(
                pair,
                pair,
                builder -> builder.protocols("TLSv1.2")
                        .ciphers(List.of("TLS_DHE_RSA_WITH_AES_256_GCM_SHA384"))
                        .applicationProtocolConfig(new ApplicationProtocolConfig(
                                ApplicationProtocolConfig.Protocol.ALPN,
                                ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                                "h2")));

        assertThat(TlsRehearsal.of(context)).isEqualTo(pair.getCertificate());
    }

    @Test
    void aLongChainIsNoTrouble() throws Exception {
        X509Bundle issuer = new CertificateBuilder()
                .subject("CN=" + "authority".repeat(800))
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        X509Bundle leaf =
                new CertificateBuilder().subject("CN=" + "leaf".repeat(2_000)).buildIssuedBy(issuer);

        assertThat(TlsRehearsal.of(context(leaf, leaf))).isEqualTo(leaf.getCertificate());
    }

    @Test
    void theClockObjectsToWhatHasExpiredAndToWhatIsNotValidYet() throws Exception {
        Instant past = Instant.parse("2021-01-01T00:00:00Z");
        Instant future = Instant.parse("2998-01-01T00:00:00Z");
        X509Bundle expired = lasting(past.minus(Duration.ofDays(1)), past);
        X509Bundle early = lasting(future, future.plus(Duration.ofDays(1)));

        assertThat(TlsReload.objection(TlsRehearsal.of(context(expired, expired))))
                .hasValue("the certificate of CN=localhost has expired, at " + past);
        assertThat(TlsReload.objection(TlsRehearsal.of(context(early, early))))
                .hasValue("the certificate of CN=localhost is not valid before " + future);
        assertThat(TlsReload.objection(pair(Algorithm.ecp256).getCertificate())).isEmpty();
    }

    private static X509Bundle pair(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .algorithm(algorithm)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static X509Bundle lasting(Instant notBefore, Instant notAfter) throws Exception {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .notBefore(notBefore)
                .notAfter(notAfter)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    private static SslContext context(X509Bundle certificate, X509Bundle key) throws SSLException {
        return context(certificate, key, builder -> builder);
    }

    private static SslContext context(X509Bundle certificate, X509Bundle key, UnaryOperator<SslContextBuilder> more)
            throws SSLException {
        return more.apply(SslContextBuilder.forServer(key.getKeyPair().getPrivate(), certificate.getCertificatePath())
                        .sslProvider(SslProvider.JDK))
                .build();
    }
}
