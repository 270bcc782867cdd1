package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.KeyManagerFactory;

/** A certificate authority, and files with what it has signed. */
final class Pki {
    private final Path directory;
    private final X509Bundle authority;
    private final Path trust;

    Pki(Path directory, String name) throws Exception {
        this.directory = directory;
        this.authority = new CertificateBuilder()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        this.trust = Files.writeString(directory.resolve(name + "-ca.pem"), authority.getCertificatePEM());
    }

    X509Bundle authority() {
        return authority;
    }

    /** The file of those who trust this authority. */
    Path trust() {
        return trust;
    }

    /** A certificate for localhost and 127.0.0.1, with its key in the same file. */
    Path localhost() throws Exception {
        return pem(new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1"));
    }

    /** The same with an RSA key; those of the others are on an elliptic curve. */
    Path rsa() throws Exception {
        return pem(localhostWithRsa());
    }

    /** The same, as the JDK has it. */
    KeyManagerFactory rsaManagers() throws Exception {
        return localhostWithRsa().buildIssuedBy(authority).toKeyManagerFactory();
    }

    private static CertificateBuilder localhostWithRsa() {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1")
                .algorithm(CertificateBuilder.Algorithm.rsa2048);
    }

    /** A certificate for this name, with its key in the same file. */
    Path named(String name) throws Exception {
        return pem(new CertificateBuilder().subject("CN=" + name).addSanDnsName(name));
    }

    Path pem(CertificateBuilder subject) throws Exception {
        X509Bundle signed = subject.buildIssuedBy(authority);
        Path file = Files.createTempFile(directory, "signed", ".pem");
        return Files.writeString(file, signed.getCertificatePathPEM() + signed.getPrivateKeyPEM());
    }

    /** A server with this certificate. */
    static Tls with(Path pem) {
        return Tls.pem(pem, pem);
    }
}
