package mica.office.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import mica.exchange.seal.KeyPurpose;
import mica.office.TestOffice;
import mica.office.keys.KeyStore;
import mica.office.keys.KeysMissingException;
import mica.office.keys.Passphrase;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A day's folder is not there any more, as after a restore of an older key folder. */
class KeysMissingTest {

    private static final LocalDate TODAY = LocalDate.ofInstant(Instant.now(), ZoneId.of("Asia/Tokyo"));

    @TempDir
    Path folder;

    private final FaultyRelay relay = FaultyRelay.start();
    private TestOffice office;

    @BeforeEach
    void open() {
        office = new TestOffice(folder, relay.port(), TestOffice.now()).start();
    }

    @AfterEach
    void close() {
        office.close();
        relay.close();
    }

    private void visit(LocalDate day) {
        office.database.jdbi().useHandle(handle -> {
            new mica.office.visits.VisitDayStore().ensure(handle, day);
            handle.execute("""
                    insert into visit (day, venue_code, arrived_at, id, spot_code, language, link_hash, masked_tag,
                                       sealed_address)
                    values (?, '2222222222', now(), gen_random_uuid(), '2222222222', 'ja', '\\x00', decode(repeat('00', 16), 'hex'),
                            '\\x00')
                    """, day);
        });
    }

    private void remove(LocalDate day) throws Exception {
        Path keys = office.keys().resolve(day.toString());
        try (Stream<Path> files = Files.list(keys)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(keys);
    }

    private List<LocalDate> published() {
        return office.databases
                .exchange()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select distinct day from directory.seal_key order by day")
                        .mapTo(LocalDate.class)
                        .list());
    }

    @Test
    void no_key_is_made_for_a_day_that_has_visits_and_health_is_down_until_it_is_back() throws Exception {
        visit(TODAY);
        office.stop();
        Path kept = folder.resolve("kept");
        Files.move(office.keys().resolve(TODAY.toString()), kept);

        office.start();
        assertThat(office.keys().resolve(TODAY.toString())).doesNotExist();
        assertThat(office.health().statusCode()).isEqualTo(503);
        assertThat(office.health().body()).contains("\"keys\":{\"state\":\"down\",\"says\":\"missing: " + TODAY);
        assertThat(published()).doesNotContain(TODAY).contains(TODAY.plusDays(1));

        office.stop();
        Files.move(kept, office.keys().resolve(TODAY.toString()));
        office.start();
        assertThat(office.health().body()).contains("\"keys\":{\"state\":\"well\"");
        assertThat(published()).contains(TODAY);
    }

    @Test
    void a_past_day_whose_keys_are_gone_is_told_and_stays_without() throws Exception {
        LocalDate past = TODAY.minusDays(5);
        visit(past);
        office.stop();
        office.start();
        assertThat(office.health().body()).contains("\"says\":\"missing: " + past);
        assertThat(office.keys().resolve(past.toString())).doesNotExist();
    }

    @Test
    void a_day_that_has_not_begun_is_given_others_for_nobody_can_have_sealed_to_the_lost_ones() throws Exception {
        office.stop();
        LocalDate tomorrow = TODAY.plusDays(1);
        remove(tomorrow);
        office.start();
        assertThat(office.keys().resolve(tomorrow.toString())).isNotEmptyDirectory();
        assertThat(office.health().body()).contains("\"keys\":{\"state\":\"well\"");
    }

    @Test
    void a_day_that_had_keys_and_has_begun_is_given_no_others_even_without_visits() throws Exception {
        office.healthOnce(answer -> ledgerKnowsOf(TODAY));
        office.stop();
        remove(TODAY);
        office.start();
        assertThat(office.keys().resolve(TODAY.toString())).doesNotExist();
        assertThat(office.health().body()).contains("\"says\":\"missing: " + TODAY);
    }

    private boolean ledgerKnowsOf(LocalDate day) {
        return office.database
                .jdbi()
                .withHandle(handle -> handle.createQuery(
                                "select exists (select from ledger_entry where event = 'KEYS_MADE' and facts ->> 'day' = :day)")
                        .bind("day", day.toString())
                        .mapTo(Boolean.class)
                        .one());
    }

    @Test
    void nothing_else_makes_them_either() throws Exception {
        office.stop();
        KeyStore keys = KeyStore.open(office.keys(), new Passphrase("a passphrase of the tests"));
        keys.neverReplace(day -> true);
        remove(TODAY);
        assertThatThrownBy(() -> keys.ensureDay(TODAY))
                .isInstanceOf(KeysMissingException.class)
                .hasMessageContaining(TODAY.toString());
        assertThat(keys.publicKey(TODAY, KeyPurpose.DAY)).isEmpty();
    }
}
