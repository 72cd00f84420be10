package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.VenueFacts;
import mica.exchange.health.LiveThreads;
import mica.exchange.venue.SpotCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Breaks one part after another under a running front, and asks how it is. */
class FrontHealthTest {

    private final TestDatabases databases = TestDatabases.create();
    private final Office office = new Office(databases.exchange().jdbi());
    private SpotCode spot;
    private Front front;
    private Browser ja;

    @BeforeEach
    void open() {
        office.publish(Office.SERVICE).keys(Town.TODAY).keys(Town.TODAY.plusDays(1));
        spot = office.spot(office.venue("喫茶", "キッサ", VenueFacts.State.OPEN, true), "入口", 1);
        front = Front.start(
                FrontConfiguration.of("127.0.0.1", 0, databases.frontExchange(), List.of(office.signingKey())),
                new SettableClock(Town.MORNING));
        ja = new Browser(front.port(), "ja");
    }

    @AfterEach
    void close() {
        front.close();
        databases.close();
    }

    private void sign(int secondsAgo, String condition) {
        databases.exchange().jdbi().useHandle(handle -> handle.execute("""
                insert into directory.office_sign (given_at, condition)
                values (clock_timestamp() - make_interval(secs => ?), ?)
                on conflict (only_row) do update set given_at = excluded.given_at, condition = excluded.condition
                """, secondsAgo, condition));
    }

    @Test
    void every_thread_of_the_front_is_in_its_health() {
        sign(3, "WELL");
        assertThat(ja.get("/health").body()).startsWith("{\"status\":\"up\"");
        assertThat(LiveThreads.own())
                .as("threads of the front of which health knows nothing")
                .contains("mailbox-writer-1", "self-check")
                .isSubsetOf(front.threads());
    }

    @Test
    void
            an_office_that_was_silent_for_more_than_75_seconds_is_for_someone_to_act_on_and_visitors_are_served_meanwhile() {
        sign(80, "WELL");
        Browser.Answer health = ja.get("/health");
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body()).contains("\"office\":{\"state\":\"down\"", "\"says\":\"silent\"");
        assertThat(ja.get("/health/live").status()).isEqualTo(200);
        assertThat(ja.post("/" + spot, Map.of("email", "name@example.jp")).status())
                .isEqualTo(303);

        sign(3, "WELL");
        assertThat(ja.get("/health").status()).isEqualTo(200);
    }

    @Test
    void what_the_office_says_of_itself_is_shown_and_an_office_not_heard_yet_is_no_outage() {
        assertThat(ja.get("/health").body()).contains("\"status\":\"degraded\"", "\"says\":\"not heard yet\"");
        sign(3, "DOWN");
        Browser.Answer health = ja.get("/health");
        assertThat(health.status()).isEqualTo(200);
        assertThat(health.body()).contains("\"office\":{\"state\":\"degraded\"", "\"says\":\"down\"");
    }

    @Test
    void an_exchange_that_hangs_does_not_hang_the_page() throws Exception {
        sign(3, "WELL");
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Thread holder = Thread.ofPlatform()
                .start(() -> databases.exchange().jdbi().useTransaction(tx -> {
                    tx.execute("lock table directory.service, directory.seal_key, directory.office_sign");
                    held.countDown();
                    await(over);
                }));
        await(held);
        long asked = System.nanoTime();
        Browser.Answer health = ja.get("/health");
        Duration took = Duration.ofNanos(System.nanoTime() - asked);
        assertThat(health.status()).isEqualTo(503);
        assertThat(health.body()).contains("\"exchange\":{\"state\":\"down\",\"says\":\"no answer\"}");
        assertThat(took)
                .as("the database would have answered after ten seconds")
                .isLessThan(Duration.ofSeconds(9));
        assertThat(ja.get("/health/live").status()).isEqualTo(503);
        over.countDown();
        holder.join();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void whom_the_server_turned_away_is_counted() {
        sign(3, "WELL");
        assertThat(Wire.get(front.port(), "evil.example", "/")).startsWith("HTTP/1.1 421");
        assertThat(ja.get("/health").body())
                .contains("\"web\":{\"state\":\"well\",\"closed_connections\":0,\"foreign_hosts\":1}");
    }

    @Test
    void a_mailbox_that_refuses_shows_until_it_takes_again() {
        sign(3, "WELL");
        databases.asSuperuser("revoke execute on function mailbox.put(bytea[]) from mica_front");
        assertThat(ja.post("/" + spot, Map.of("email", "name@example.jp")).status())
                .isEqualTo(503);
        assertThat(ja.get("/health").body())
                .contains("\"status\":\"degraded\"", "\"mailbox\":{\"state\":\"degraded\"", "\"refused\":1");
        databases.asSuperuser("grant execute on function mailbox.put(bytea[]) to mica_front");
        assertThat(ja.post("/" + spot, Map.of("email", "name@example.jp")).status())
                .isEqualTo(303);
        assertThat(ja.get("/health").body()).contains("\"mailbox\":{\"state\":\"well\"");
    }
}
