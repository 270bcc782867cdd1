package io.jtwisted.testsupport;

import java.security.cert.X509Certificate;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Trusts all: for peers which only make load. */
public final class Trust implements X509TrustManager {

    private Trust() {}

    public static TrustManager[] all() {
        return new TrustManager[] {new Trust()};
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
