package mica.office.relay;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Certificates made for one test run: one for localhost, one for another host, and a client that trusts both. */
final class TestTls {

    private static final char[] PASSWORD = "for-tests".toCharArray();
    private static final KeyStore LOCALHOST_KEYS = keys("localhost");
    private static final KeyStore OTHER_KEYS = keys("relay.example.com");

    static final SSLContext SERVER = server(LOCALHOST_KEYS);
    static final SSLContext OTHER_HOST = server(OTHER_KEYS);
    static final SSLSocketFactory TRUSTING = client();

    private TestTls() {}

    private static KeyStore keys(String host) {
        try {
            Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
            Path folder = Files.createTempDirectory("tls");
            Path file = folder.resolve("keys.p12");
            Process keytool = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "keytool")
                                    .toString(),
                            "-J-Duser.language=en",
                            "-genkeypair",
                            "-alias",
                            host,
                            "-keyalg",
                            "EC",
                            "-dname",
                            "CN=" + host,
                            "-ext",
                            "SAN=dns:" + host,
                            "-storetype",
                            "PKCS12",
                            "-keystore",
                            file.toString(),
                            "-storepass",
                            new String(PASSWORD),
                            "-validity",
                            "30")
                    .inheritIO()
                    .start();
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed");
            }
            KeyStore store = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                store.load(in, PASSWORD);
            }
            return store;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static SSLContext server(KeyStore keys) {
        try {
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static SSLSocketFactory client() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("a", LOCALHOST_KEYS.getCertificate("localhost"));
            trusted.setCertificateEntry("b", OTHER_KEYS.getCertificate("relay.example.com"));
            TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** The server's side of a connection, secured. */
    static SSLSocket accepted(SSLContext context, Socket socket) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, null, socket.getPort(), true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }
}
