package io.jtwisted.testsupport;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** A certificate authority in memory, which is made for a test. {@link Pki} is one that writes files. */
public final class Authority {
    private final X509Bundle itself;

    /** Makes its key: this takes a while. */
    public Authority(String name) throws Exception {
        itself = new CertificateBuilder()
                .subject("CN=" + name)
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    /** Its own certificate and key. */
    public X509Bundle itself() {
        return itself;
    }

    /** A certificate for localhost, whose subject has this common name. */
    public X509Bundle localhost(String commonName) throws Exception {
        return sign(new CertificateBuilder().subject("CN=" + commonName).addSanDnsName("localhost"));
    }

    public X509Bundle sign(CertificateBuilder subject) throws Exception {
        return subject.buildIssuedBy(itself);
    }
}
