package io.jtwisted.netty;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Certificates and keys out of PEM files (RFC 7468). What is wrong is said with the name of the file. Reads files, so not
 * on a loop.
 */
final class PemFiles {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final Pattern OTHER_KEY = Pattern.compile("-----BEGIN (\\w+ PRIVATE KEY)-----");
    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS", "DSA");

    private PemFiles() {}

    /** All certificates of the file, in its order. */
    static X509Certificate[] certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        for (byte[] block : blocks(file, read(file), "CERTIFICATE")) {
            try {
                found.add((X509Certificate)
                        CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block)));
            } catch (CertificateException e) {
                throw new IllegalArgumentException(
                        "certificate " + (found.size() + 1) + " in " + file + " is garbled: " + e.getMessage(), e);
            }
        }
        if (found.isEmpty()) {
            throw new IllegalArgumentException(
                    "expected a certificate in PEM, -----BEGIN CERTIFICATE-----, in " + file + ", but there is none");
        }
        return found.toArray(new X509Certificate[0]);
    }

    /** The key of the file, which belongs to this certificate, which is from that other file. */
    static PrivateKey key(Path file, X509Certificate certificate, Path certificates) {
        String text = read(file);
        List<byte[]> blocks = blocks(file, text, "PRIVATE KEY");
        if (blocks.isEmpty()) {
            throw new IllegalArgumentException(noKey(file, text));
        }
        PrivateKey key = key(file, new PKCS8EncodedKeySpec(blocks.get(0)));
        if (!belong(key, certificate.getPublicKey())) {
            throw new IllegalArgumentException("the key in " + file
                    + " does not belong to the first certificate in " + certificates + ", which is that of "
                    + certificate.getSubjectX500Principal());
        }
        return key;
    }

    private static String noKey(Path file, String text) {
        Matcher other = OTHER_KEY.matcher(text);
        String expected = "expected a private key in PKCS#8, not encrypted, -----BEGIN PRIVATE KEY-----, in " + file;
        return other.find()
                ? expected + ", not " + other.group(1) + "; this makes one: openssl pkcs8 -topk8 -nocrypt -in " + file
                : expected + ", but there is none";
    }

    private static PrivateKey key(Path file, PKCS8EncodedKeySpec encoded) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException e) {
                // a key of another kind, then
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK knows no keys for " + algorithm, e);
            }
        }
        throw new IllegalArgumentException("the private key in " + file + " is garbled, or none of " + ALGORITHMS);
    }

    private static boolean belong(PrivateKey key, PublicKey certified) {
        if (key instanceof RSAKey one && certified instanceof RSAKey other) {
            return one.getModulus().equals(other.getModulus());
        }
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(
                    switch (key.getAlgorithm()) {
                        case "EC" -> "SHA256withECDSA";
                        case "DSA" -> "SHA256withDSA";
                        default -> key.getAlgorithm();
                    });
            byte[] words = "do you belong to each other".getBytes(StandardCharsets.US_ASCII);
            signature.initSign(key);
            signature.update(words);
            byte[] signed = signature.sign();
            signature.initVerify(certified);
            signature.update(words);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static List<byte[]> blocks(Path file, String text, String label) {
        return BLOCK.matcher(text)
                .results()
                .filter(block -> block.group(1).equals(label))
                .map(block -> decode(file, label, block.group(2)))
                .toList();
    }

    private static byte[] decode(Path file, String label, String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the " + label + " in " + file + " is garbled: " + e.getMessage(), e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new IllegalArgumentException("expected a PEM file that can be read, not " + file, e);
        }
    }
}
