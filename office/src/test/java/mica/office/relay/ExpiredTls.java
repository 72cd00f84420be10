package mica.office.relay;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** An authority of one test run whose certificates for localhost are good, or ended five days ago. */
final class ExpiredTls {

    private static final String PASSWORD = "for-tests";

    private final SSLContext server;
    private final SSLSocketFactory client;

    ExpiredTls(Path folder, boolean expired) throws Exception {
        Path file = folder.resolve("keys-" + expired + ".p12");
        keytool(file, "ca", "-dname", "CN=authority", "-ext", "bc=ca:true", "-validity", "30");
        keytool(
                file,
                "server",
                "-dname",
                "CN=localhost",
                "-signer",
                "ca",
                "-ext",
                "SAN=dns:localhost",
                "-startdate",
                expired ? "-10d" : "-1d",
                "-validity",
                "5");
        KeyStore keys = load(file);
        KeyStore served = KeyStore.getInstance("PKCS12");
        served.load(null, null);
        char[] password = PASSWORD.toCharArray();
        served.setKeyEntry("server", keys.getKey("server", password), password, keys.getCertificateChain("server"));
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(served, password);
        server = SSLContext.getInstance("TLS");
        server.init(own.getKeyManagers(), null, null);

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", keys.getCertificate("ca"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        client = context.getSocketFactory();
    }

    SSLContext server() {
        return server;
    }

    /** Trusts the authority. */
    SSLSocketFactory client() {
        return client;
    }

    private static KeyStore load(Path file) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        return keys;
    }

    private static void keytool(Path file, String alias, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-Duser.language=en",
                "-genkeypair",
                "-keyalg",
                "EC",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                PASSWORD,
                "-alias",
                alias));
        command.addAll(List.of(arguments));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
    }
}
