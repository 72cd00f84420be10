package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database server whose certificate is of an authority that this machine does not know. */
class PrivateAuthorityTest {

    private static final String PASSWORD = "for-tests";

    @TempDir
    Path folder;

    @Test
    void is_told_in_one_line_whether_no_authority_is_named_or_another_one() throws Exception {
        Path keys = folder.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString());
        Path another = folder.resolve("another.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "another",
                "-keyalg",
                "EC",
                "-dname",
                "CN=another",
                "-storetype",
                "PKCS12",
                "-keystore",
                another.toString());
        Path authority = folder.resolve("another.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "another",
                "-file",
                authority.toString(),
                "-keystore",
                another.toString());
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> serve(server, tls(keys)));
            for (Path root : List.of(folder.resolve("none.pem"), authority)) {
                DatabaseConfiguration there = new DatabaseConfiguration(
                        "jdbc:postgresql://localhost:" + server.getLocalPort()
                                + "/office?sslmode=verify-full&sslrootcert=" + root,
                        "mica_office",
                        "",
                        1);
                assertThatThrownBy(() -> Database.knock("office", there))
                        .isInstanceOf(UnfitDatabaseException.class)
                        .hasMessage("the database jdbc:postgresql://localhost:" + server.getLocalPort()
                                + "/office has a certificate of an authority that is not known here; put"
                                + " sslrootcert=FILE with the authority's certificate into its address in the"
                                + " settings");
            }
        }
    }

    /** As far as PostgreSQL goes before it has asked for a password. */
    private static void serve(ServerSocket server, SSLContext tls) {
        while (!server.isClosed()) {
            try (Socket client = server.accept()) {
                client.getInputStream().readNBytes(8);
                client.getOutputStream().write('S');
                try (SSLSocket secured =
                        (SSLSocket) tls.getSocketFactory().createSocket(client, null, client.getPort(), true)) {
                    secured.setUseClientMode(false);
                    secured.startHandshake();
                    secured.getInputStream().read();
                }
            } catch (IOException refusedByTheClient) {
                continue;
            }
        }
    }

    private static SSLContext tls(Path keys) {
        try (InputStream in = Files.newInputStream(keys)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(store, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (Exception broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static void keytool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-J-Duser.language=en"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
            throw new IllegalStateException("keytool failed");
        }
    }
}
