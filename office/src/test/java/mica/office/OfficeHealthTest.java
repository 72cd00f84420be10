package mica.office;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import mica.exchange.health.LiveThreads;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Breaks one part of a running office after another, and asks how it is. */
class OfficeHealthTest {

    @TempDir
    Path folder;

    private final FaultyRelay relay = FaultyRelay.start();
    /** Each test starts it when it is prepared. */
    @SuppressWarnings("NullAway.Init")
    private TestOffice office;

    @AfterEach
    void close() {
        if (office != null) {
            office.close();
        }
        relay.close();
    }

    private TestOffice start() {
        office = new TestOffice(folder, relay.port(), TestOffice.now());
        return office.start();
    }

    @Test
    void a_well_office_says_so_of_every_part_and_every_thread_is_among_them() {
        start();
        HttpResponse<String> health = office.healthOnce(answer -> answer.body().startsWith("{\"status\":\"up\""));
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.body())
                .contains("\"office_database\":{\"state\":\"well\"", "\"exchange_database\":{\"state\":\"well\"")
                .contains(
                        "\"disk\":{\"state\":\"well\"", "\"relay\":{\"state\":\"well\"", "\"mail\":{\"state\":\"well\"")
                .contains("\"envelopes\":{\"state\":\"well\"", "\"quarantine\":{\"state\":\"well\"")
                .contains(
                        "\"clock\":{\"state\":\"well\"",
                        "\"keys\":{\"state\":\"well\"",
                        "\"ledger\":{\"state\":\"well\"");
        assertThat(LiveThreads.own())
                .as("threads of the office of which health knows nothing; the watch of the relay's sockets is"
                        + " renewed by its executor")
                .contains("intake", "days")
                .isSubsetOf(withWatch(office.office().threads()));
    }

    private static java.util.Set<String> withWatch(java.util.Set<String> threads) {
        java.util.Set<String> all = new java.util.TreeSet<>(threads);
        all.add("relay-watch");
        return all;
    }

    @Test
    void the_office_leaves_a_sign_of_life_in_the_exchange() {
        start();
        office.healthOnce(answer -> sign() != null);
        assertThat(sign()).isIn("WELL", "DEGRADED");
    }

    private String sign() {
        return office.databases
                .exchange()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select condition from directory.office_sign")
                        .mapTo(String.class)
                        .findOne()
                        .orElse(null));
    }

    @Test
    void a_dead_database_is_told_in_words_at_once_in_the_reader_s_language() {
        start();
        String name = office.officeDatabase.url().replaceAll("^.*/|\\?.*$", "");
        office.databases.asSuperuser("alter database " + name + " allow_connections false");
        office.databases.asSuperuser(
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
        HttpResponse<String> health = office.health();
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body())
                .contains("\"office_database\":{\"state\":\"down\"")
                .doesNotContain(name, "jdbc");
        assertThat(health.body()).contains("\"exchange_database\":{\"state\":\"well\"");
        sayInWords();
    }

    @Test
    void a_database_that_hangs_hangs_neither_health_nor_the_console() throws Exception {
        TestOffice there = new TestOffice(folder, relay.port(), TestOffice.now());
        office = there;
        try (StallingLine line = new StallingLine(there.databasePort())) {
            there.through(line.port()).start();
            line.stall();
            long asked = System.nanoTime();
            HttpResponse<String> health = there.health();
            assertThat(health.statusCode()).isEqualTo(503);
            assertThat(health.body()).contains("\"office_database\":{\"state\":\"down\"");
            sayInWords();
            // Nothing flows meanwhile; a page that waited for the database would not be here before it does.
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(60));
            line.flow();
            assertThat(there.healthOnce(answer -> answer.body().contains("\"office_database\":{\"state\":\"well\""))
                            .body())
                    .contains("\"office_database\":{\"state\":\"well\"");
            assertThat(there.get("/login", "ja").statusCode()).isEqualTo(200);
        }
    }

    private void sayInWords() {
        HttpResponse<String> ja = office.get("/login", "ja");
        assertThat(ja.statusCode()).isEqualTo(503);
        assertThat(ja.body()).contains("いまデータベースにつながりません", "lang=\"ja\"");
        HttpResponse<String> en = office.get("/venues", "en");
        assertThat(en.statusCode()).isEqualTo(503);
        assertThat(en.body()).contains("The database cannot be reached just now");
        assertThat(office.get("/nowhere", "en").statusCode()).isEqualTo(503);
    }

    @Test
    void a_relay_that_is_down_shows_before_anybody_waits_for_a_mail() {
        relay.close();
        start();
        HttpResponse<String> health = office.healthOnce(answer -> answer.body().contains("\"says\":\"in trouble\""));
        assertThat(health.body()).contains("\"says\":\"in trouble\"").doesNotContain("\"status\":\"up\"");
    }

    @Test
    void a_relay_that_takes_seconds_to_reply_shows() {
        relay.scripted((step, address, usual) -> {
            if (step.equals("EHLO")) {
                sleep(2_100);
            }
            return null;
        });
        start();
        HttpResponse<String> health = office.healthOnce(answer -> answer.body().contains("\"says\":\"slow\""));
        assertThat(health.body()).contains("\"says\":\"slow\"").contains("\"slowest_reply_millis\":2");
        assertThat(health.body()).contains("\"relay\":{\"state\":\"degraded\"");
    }

    @Test
    void a_relay_that_takes_five_seconds_to_every_reply_is_for_someone_to_act_on() {
        relay.scripted((step, address, usual) -> {
            sleep(5_000);
            return null;
        });
        start();
        HttpResponse<String> health = office.healthOnce(answer -> answer.body().contains("\"says\":\"too slow\""));
        assertThat(health.statusCode()).isEqualTo(503);
        assertThat(health.body())
                .contains("\"status\":\"down\"", "\"relay\":{\"state\":\"down\"", "\"says\":\"too slow\"");
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_hundred_envelopes_that_cannot_be_used_within_the_hour_are_for_someone_to_act_on() {
        start();
        office.databases.exchange().jdbi().useHandle(handle -> handle.execute("""
            insert into mailbox.envelope (bytes)
            select decode(repeat(lpad(to_hex(n), 4, '0'), 20), 'hex') from generate_series(1, 100) n\
            """));
        HttpResponse<String> health =
                office.healthOnce(answer -> answer.body().contains("\"quarantine\":{\"state\":\"down\""));
        assertThat(health.body()).contains("\"kept\":100,\"last_hour\":100");
        assertThat(health.statusCode()).isEqualTo(503);
        office.database
                .jdbi()
                .useHandle(handle -> handle.execute("update quarantine set quarantined_at = now() - interval '2 h'"));
        assertThat(office.health().body()).contains("\"quarantine\":{\"state\":\"well\",\"kept\":100,\"last_hour\":0");
    }

    @Test
    void mails_that_cannot_be_read_and_connections_and_hosts_that_were_turned_away_are_counted() throws IOException {
        start();
        office.database.jdbi().useHandle(handle -> handle.execute("""
                insert into mail (id, kind, language, parameters, sealed_by, seal_day, associated, sealed_recipient, line,
                                  next_attempt_at, created_at)
                values (gen_random_uuid(), 'CONFIRMATION', 'ja', '[]', 'FRONT', current_date, '', '', 'L', now(), now())
                """));
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), office.office().port())) {
            socket.getOutputStream()
                    .write("GET /login HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n".getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
                    .startsWith("HTTP/1.1 421");
        }
        HttpResponse<String> health = office.healthOnce(answer -> answer.body().contains("\"set_aside\":1"));
        assertThat(health.body())
                .contains("\"web\":{\"state\":\"well\",\"closed_connections\":0,\"foreign_hosts\":1}")
                .containsPattern("\"mail-leases\":\\{[^}]*\"set_aside\":1");
        assertThat(health.statusCode()).isEqualTo(200);
    }

    @Test
    void a_thread_that_ends_shows() {
        start();
        Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("intake"))
                .forEach(Thread::interrupt);
        HttpResponse<String> health =
                office.healthOnce(answer -> answer.body().contains("\"intake\":{\"state\":\"ended\""));
        assertThat(health.body()).contains("\"intake\":{\"state\":\"ended\"", "\"threads\":{\"state\":\"down\"");
        assertThat(health.statusCode()).isEqualTo(503);
    }

    @Test
    void a_clock_in_doubt_is_for_someone_to_act_on() {
        office = new TestOffice(folder, relay.port(), TestOffice.ahead(Duration.ofDays(1)));
        office.start();
        HttpResponse<String> health = office.health();
        assertThat(health.body())
                .contains("\"clock\":{\"state\":\"down\",\"says\":\"in doubt: differs_from_database\"");
        assertThat(health.statusCode()).isEqualTo(503);
    }
}
