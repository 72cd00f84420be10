package mica.exchange.database;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL for tests, of whichever version is on the class path ({@code ./mica test --postgres 15}). It is let in to
 * by password alone: a superuser reads the files of whoever runs the tests.
 */
public final class TestServer {

    /** Of the role {@code postgres}. */
    public static final String SUPERUSER_PASSWORD = "superuser-of-tests";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private TestServer() {}

    /**
     * Starts one.
     *
     * @param work where its programs are unpacked
     * @param data its data, kept when it ends; null for a folder of its own that goes with it
     */
    public static EmbeddedPostgres start(Path work, @Nullable Path data, Map<String, String> config)
            throws IOException {
        return start(work, data, config, true);
    }

    /** As above; it goes on when this process has ended. */
    static EmbeddedPostgres startKept(Path work, Path data, Map<String, String> config) throws IOException {
        return start(work, data, config, false);
    }

    private static EmbeddedPostgres start(Path work, @Nullable Path data, Map<String, String> config, boolean ends)
            throws IOException {
        Files.createDirectories(work);
        Path password = Files.createTempFile(
                work,
                "password",
                "",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(password, SUPERUSER_PASSWORD);
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(work.toFile())
                .setPGStartupWait(PATIENCE)
                .setRegisterShutdownHook(ends)
                .setLocaleConfig("auth", "scram-sha-256")
                .setLocaleConfig("pwfile", password.toString())
                .setConnectConfig("password", SUPERUSER_PASSWORD);
        if (data != null) {
            builder.setDataDirectory(data).setCleanDataDirectory(false);
        }
        config.forEach(builder::setServerConfig);
        try (ReservedPort port = ReservedPort.reserve()) {
            return builder.setPort(port.number()).start();
        } finally {
            Files.delete(password);
        }
    }
}
