package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PemFilesTest {
    @TempDir
    private Path directory;

    private Path file(String name, String text) throws Exception {
        return Files.writeString(directory.resolve(name), text);
    }

    private static X509Bundle signed(Algorithm algorithm) throws Exception {
        return new CertificateBuilder()
                .subject("CN=pem")
                .algorithm(algorithm)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ecp256", "ecp384", "rsa2048", "ed25519"})
    void aKeyOfAnyKindBelongsToItsCertificate(Algorithm algorithm) throws Exception {
        X509Bundle one = signed(algorithm);
        X509Bundle other = signed(algorithm);
        Path pem = file("one.pem", one.getPrivateKeyPEM() + "some words\n" + one.getCertificatePEM());
        Path wrong = file("other.pem", other.getPrivateKeyPEM());

        assertThat(PemFiles.certificates(pem)).containsExactly(one.getCertificate());
        assertThat(PemFiles.key(pem, one.getCertificate(), pem))
                .isEqualTo(one.getKeyPair().getPrivate());
        assertThatThrownBy(() -> PemFiles.key(wrong, one.getCertificate(), pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(wrong.toString())
                .hasMessageContaining(pem.toString())
                .hasMessageContaining("CN=pem");
    }

    @Test
    void aKeyOfAnotherKindDoesNotBelong() throws Exception {
        X509Bundle one = signed(Algorithm.ecp256);
        Path rsa = file("rsa.pem", signed(Algorithm.rsa2048).getPrivateKeyPEM());

        assertThatThrownBy(() -> PemFiles.key(rsa, one.getCertificate(), Path.of("one.pem")))
                .hasMessageContaining("does not belong to");
    }

    @Test
    void aChainKeepsItsOrder() throws Exception {
        X509Bundle one = signed(Algorithm.ecp256);
        X509Bundle two = signed(Algorithm.ecp256);

        Path pem = file("chain.pem", one.getCertificatePEM() + two.getCertificatePEM());

        assertThat(PemFiles.certificates(pem)).containsExactly(one.getCertificate(), two.getCertificate());
    }

    @Test
    void aGarbledCertificateIsCounted() throws Exception {
        Path pem = file(
                "garbled.pem",
                signed(Algorithm.ecp256).getCertificatePEM()
                        + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");

        assertThatThrownBy(() -> PemFiles.certificates(pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("certificate 2 in " + pem + " is garbled");
    }

    @Test
    void aGarbledKeyIsNamed() throws Exception {
        Path pem = file("key.pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");

        assertThatThrownBy(() -> PemFiles.key(pem, signed(Algorithm.ecp256).getCertificate(), pem))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the private key in " + pem + " is garbled");
    }

    @Test
    void aKeyInAnotherFormatComesWithAdvice() throws Exception {
        Path old = file("old.pem", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        Path none = file("none.pem", "");

        assertThatThrownBy(() -> PemFiles.key(old, signed(Algorithm.ecp256).getCertificate(), old))
                .hasMessageContaining("not RSA PRIVATE KEY")
                .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt -in " + old);
        assertThatThrownBy(() -> PemFiles.key(none, signed(Algorithm.ecp256).getCertificate(), none))
                .hasMessageContaining("in " + none + ", but there is none");
    }
}
