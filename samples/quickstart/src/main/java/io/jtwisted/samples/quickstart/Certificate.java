package io.jtwisted.samples.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A self-signed certificate for localhost and its key, for tests only: no client trusts it by itself. */
final class Certificate {

    private Certificate() {}

    /** Has the JDK's keytool make a PKCS#12 store, valid for ten years, if there is none. */
    static void makeUnlessThere(Path store, String password) throws IOException, InterruptedException {
        if (Files.exists(store)) {
            return;
        }
        Files.createDirectories(store.toAbsolutePath().getParent());
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        String options = "-genkeypair -alias chat -keyalg EC -validity 3650"
                + " -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1 -storetype PKCS12";
        List<String> command = new ArrayList<>(List.of(keytool.toString()));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", password));
        int end = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (end != 0) {
            throw new IOException("keytool made no " + store + ", and ended with " + end);
        }
    }
}
