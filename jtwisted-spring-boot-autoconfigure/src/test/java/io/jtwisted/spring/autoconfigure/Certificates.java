package io.jtwisted.spring.autoconfigure;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;

/** Certificates for localhost, of an authority which is made for the test. */
final class Certificates {
    private final X509Bundle authority;

    Certificates() throws Exception {
        authority = new CertificateBuilder()
                .subject("CN=authority")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
    }

    X509Bundle authority() {
        return authority;
    }

    X509Bundle localhost(String name) throws Exception {
        return new CertificateBuilder()
                .subject("CN=" + name)
                .addSanDnsName("localhost")
                .buildIssuedBy(authority);
    }
}
