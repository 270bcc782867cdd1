package io.jtwisted.testsupport;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.KeyManagerFactory;

/** A certificate authority, and files with what it has signed. */
public final class Pki {
    private final Path directory;
    private final Authority authority;
    private final Path trust;

    public Pki(Path directory, String name) throws Exception {
        this.directory = directory;
        this.authority = new Authority(name);
        this.trust = Files.writeString(
                directory.resolve(name + "-ca.pem"), authority.itself().getCertificatePEM());
    }

    public X509Bundle authority() {
        return authority.itself();
    }

    /** The file with the authority's certificate, for a peer that trusts it. */
    public Path trust() {
        return trust;
    }

    /** A certificate for localhost and 127.0.0.1, with its key in the same file. */
    public Path localhost() throws Exception {
        return pem(forLocalhost());
    }

    /** The same with an RSA key; the keys of the others are on an elliptic curve. */
    public Path rsa() throws Exception {
        return pem(forLocalhost().algorithm(CertificateBuilder.Algorithm.rsa2048));
    }

    /** The same, as the JDK has it. */
    public KeyManagerFactory rsaManagers() throws Exception {
        return authority
                .sign(forLocalhost().algorithm(CertificateBuilder.Algorithm.rsa2048))
                .toKeyManagerFactory();
    }

    /** What a certificate for localhost and 127.0.0.1 is made of. */
    public static CertificateBuilder forLocalhost() {
        return new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .addSanIpAddress("127.0.0.1");
    }

    /** A certificate for this name, with its key in the same file. */
    public Path named(String name) throws Exception {
        return pem(new CertificateBuilder().subject("CN=" + name).addSanDnsName(name));
    }

    /** What the authority makes of this, with its key in the same file. */
    public Path pem(CertificateBuilder subject) throws Exception {
        X509Bundle signed = authority.sign(subject);
        Path file = Files.createTempFile(directory, "signed", ".pem");
        return Files.writeString(file, signed.getCertificatePathPEM() + signed.getPrivateKeyPEM());
    }
}
