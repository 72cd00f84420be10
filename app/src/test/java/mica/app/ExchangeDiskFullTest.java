package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import mica.exchange.database.SmallDisk;
import mica.front.Front;
import mica.office.Office;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/** The disk of the exchange is full while both zones run, and has room again later. */
class ExchangeDiskFullTest {

    /** One page: what fits into a table's first one is still taken. */
    private static final long NO_ROOM = 8_192;

    /** A monitor waits no longer. */
    private static final Duration IN_TIME = Duration.ofSeconds(2);

    private static final String FULL = "\"state\":\"down\",\"says\":\"disk full\"";

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void both_zones_say_so_in_time_and_take_again_when_there_is_room() throws Exception {
        // A server that waits for each commit ends when it cannot write its log, which is another fault.
        try (TwoZones zones = new TwoZones(Map.of("synchronous_commit", "off"))) {
            Front front = zones.startFront();
            Office office = zones.startOffice();
            try (Handle holder = zones.database("office").open();
                    SmallDisk disk = new SmallDisk();
                    Visitors visitors = new Visitors(front.port(), zones.door(), "patient")) {
                // What was taken in by the office would leave its place to who comes next.
                holder.begin();
                holder.execute("lock table visit");
                visitors.come(2, 40);
                TwoZones.await(() -> {
                    full(zones, disk);
                    HttpResponse<String> health = health(office.port());
                    return health.statusCode() == 503 && health.body().contains("\"exchange_database\":{" + FULL);
                });
                TwoZones.await(() -> {
                    full(zones, disk);
                    return health(front.port()).body().matches(".*\"mailbox\":\\{\"state\":\"down\"[^}]*disk full.*");
                });
                assertThat(health(front.port()).statusCode()).isEqualTo(503);
                inTime(office.port());
                inTime(front.port());

                disk.roomAgain(writing(zones));
                holder.rollback();
                visitors.awaitAll();
                TwoZones.await(() -> health(front.port()).body().contains("\"mailbox\":{\"state\":\"well\""));
            }
        }
    }

    /** Those too that connected meanwhile. */
    private static void full(TwoZones zones, SmallDisk disk) {
        disk.limit(writing(zones), NO_ROOM);
    }

    private static Set<Long> writing(TwoZones zones) {
        Set<Long> all = SmallDisk.processes(zones.database("exchange"), "mica_front");
        all.addAll(SmallDisk.processes(zones.database("exchange"), "mica_office"));
        return all;
    }

    /** However busy the machine is, one of some looks finds it free. */
    private void inTime(int port) throws Exception {
        TwoZones.await(() -> {
            long asked = System.nanoTime();
            assertThat(health(port).statusCode()).isEqualTo(503);
            return System.nanoTime() - asked < IN_TIME.toNanos();
        });
    }

    private HttpResponse<String> health(int port) throws IOException, InterruptedException {
        URI page = URI.create("http://127.0.0.1:" + port + "/health");
        return client.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
    }
}
