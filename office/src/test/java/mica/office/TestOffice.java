package mica.office;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.TestDatabases;
import mica.office.relay.RelayConfiguration;
import org.jspecify.annotations.Nullable;

/** A whole office on real databases, as it runs, without a front. */
public final class TestOffice implements AutoCloseable {

    /** So long anything that is to happen by itself may take on a machine that has other things to do. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final OfficeWorld world;
    public final TestDatabases databases;
    public final DatabaseConfiguration officeDatabase;
    public final Database database;
    private DatabaseConfiguration through;
    private @Nullable Office office;

    public TestOffice(Path folder, int relayPort, InstantSource clock) {
        world = new OfficeWorld(folder, clock)
                .relays(List.of(new RelayConfiguration(
                        "127.0.0.1",
                        relayPort,
                        RelayConfiguration.Security.NONE,
                        null,
                        null,
                        "office.test",
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(20))));
        databases = world.databases();
        officeDatabase = world.configuration;
        database = Database.open("beside", officeDatabase);
        through = officeDatabase;
    }

    public Path keys() {
        return world.keys();
    }

    /** Reaches the office's database over a port of its own. */
    public TestOffice through(int port) {
        through = new DatabaseConfiguration(
                officeDatabase.url().replaceFirst(":\\d+/", ":" + port + "/"),
                officeDatabase.user(),
                officeDatabase.password(),
                officeDatabase.connections());
        return this;
    }

    public int databasePort() {
        return URI.create(officeDatabase.url().substring("jdbc:".length())).getPort();
    }

    public TestOffice start() {
        office = Office.start(world.configuration(world.keys(), through), world.clock);
        return this;
    }

    public Office office() {
        return requireNonNull(office);
    }

    /** Ends the office; the databases and keys stay. */
    public void stop() {
        office().close();
        office = null;
    }

    public HttpResponse<String> get(String path, String language) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + office().port() + path))
                            .header("Accept-Language", language)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    public HttpResponse<String> health() {
        return get("/health", "ja");
    }

    /** Asks until it says so, and answers what it said at last. */
    public HttpResponse<String> healthOnce(Predicate<HttpResponse<String>> said) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        HttpResponse<String> last = health();
        while (!said.test(last) && System.nanoTime() < end) {
            try {
                TimeUnit.MILLISECONDS.sleep(100);
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
            last = health();
        }
        return last;
    }

    public static InstantSource now() {
        return InstantSource.system();
    }

    public static InstantSource ahead(Duration by) {
        return () -> Instant.now().plus(by);
    }

    @Override
    public void close() {
        if (office != null) {
            office.close();
        }
        database.close();
        world.close();
    }
}
