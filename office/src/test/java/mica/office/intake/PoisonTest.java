package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.seal.Epoch;
import org.jdbi.v3.core.transaction.TransactionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** One envelope that cannot be stored keeps no other, and nothing is set aside twice. */
class PoisonTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("mica.office.intake");
    private IntakeWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new IntakeWorld(folder);
        logger.setLevel(Level.INFO);
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void close() {
        logger.detachAppender(log);
        logger.setLevel(null);
        given.close();
    }

    private void exchange(String sql) {
        given.exchange().useHandle(handle -> handle.execute(sql));
    }

    @Test
    void a_check_in_that_the_database_refuses_is_set_aside_and_its_neighbours_go_through() {
        given.office()
                .useHandle(handle -> handle.execute("alter table mail add constraint of_a_test check (line <> '"
                        + given.otherEntrance.value() + "')"));
        for (int i = 0; i < 9; i++) {
            given.checksIn("v" + i + "@example.jp", i == 4 ? given.otherEntrance : given.entrance);
        }

        given.taken();

        assertThat(given.number("visit")).isEqualTo(8);
        assertThat(given.rows("select reason from quarantine"))
                .singleElement()
                .asString()
                .startsWith("failed: ");
        assertThat(given.intake.setAside()).isEqualTo(1);
        assertThat(log.list).anyMatch(event -> event.getFormattedMessage().startsWith("intake.set_aside"));
        assertThat(given.taken()).isZero();
    }

    @Test
    void a_form_whose_content_the_database_refuses_is_set_aside() {
        given.put(given.application("refused by the database"))
                .checksIn("visitor@example.jp", given.entrance)
                .taken();
        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(given.number("quarantine")).isEqualTo(1);
        assertThat(given.taken()).isZero();
    }

    @Test
    void an_envelope_can_claim_no_day_and_no_letters_that_stop_the_intake() {
        byte[] longAgo = given.checkIn("a@example.jp", given.entrance).toBytes();
        ByteBuffer.wrap(longAgo).putInt(18, Integer.MIN_VALUE);
        byte[] farAway = given.checkIn("b@example.jp", given.entrance).toBytes();
        ByteBuffer.wrap(farAway).putInt(18, Integer.MAX_VALUE);
        byte[] nulls = given.checkIn("c@example.jp", given.entrance).toBytes();
        Arrays.fill(nulls, 44, 54, (byte) 0);
        byte[] noLanguage = given.checkIn("d@example.jp", given.entrance).toBytes();
        Arrays.fill(noLanguage, 62, 64, (byte) 0);
        byte[] noTime = given.checkIn("e@example.jp", given.entrance).toBytes();
        ByteBuffer.wrap(noTime).putLong(54, Long.MIN_VALUE);
        given.put(longAgo, farAway, nulls, noLanguage, noTime).checksIn("visitor@example.jp", given.entrance);

        given.taken();

        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(given.number("quarantine")).isEqualTo(5);
        assertThat(given.taken()).isZero();
    }

    @Test
    void while_the_exchange_cannot_let_go_nothing_is_set_aside_and_nothing_is_stored_twice() {
        given.office().useHandle(handle -> handle.execute("truncate ledger_tally"));
        exchange("""
                create function mailbox.full_disk() returns trigger language plpgsql as
                $$ begin raise exception using errcode = 'disk_full'; end $$""");
        exchange("""
                create constraint trigger full_disk after delete on mailbox.envelope deferrable initially deferred
                for each row execute function mailbox.full_disk()""");
        Envelope visitor = given.checkIn("visitor@example.jp", given.entrance);
        given.put("no envelope, but long enough to be put".getBytes(StandardCharsets.US_ASCII))
                .put(visitor, given.application("{}"))
                .confirms(given.linkOf(visitor));

        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(given::taken).isInstanceOf(TransactionException.class);
            if (i == 10) {
                given.checksIn("late@example.jp", given.entrance);
            }
        }

        assertThat(given.number("visit")).isEqualTo(2);
        assertThat(given.number("quarantine"))
                .as("the two that are unusable, once")
                .isEqualTo(2);
        assertThat(given.rows("select sum(count)::text from ledger_tally where event = 'ENVELOPES_QUARANTINED'"))
                .containsExactly("2");
        assertThat(log.list)
                .filteredOn(event -> event.getFormattedMessage().startsWith("intake.quarantined"))
                .hasSize(2);

        // An office that starts anew remembers nothing: once more for each of the others, and no more.
        IntakeJob another = given.job();
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(another::drainOnce).isInstanceOf(TransactionException.class);
        }
        assertThat(given.number("quarantine")).isEqualTo(2 + 3);
        assertThat(given.number("visit")).isEqualTo(2);

        exchange("drop trigger full_disk on mailbox.envelope");
        another.drainOnce();
        assertThat(given.taken()).isZero();
        assertThat(given.directory.receipt(given.linkOf(visitor).confirming())).isPresent();
        assertThat(given.number("quarantine")).isEqualTo(5);
    }

    @Test
    void receipts_that_the_exchange_did_not_take_are_published_when_it_does() {
        exchange("alter table directory.receipt rename to away");
        Envelope visitor = given.checkIn("visitor@example.jp", given.entrance);
        given.put(visitor);
        assertThatThrownBy(given::taken).hasMessageContaining("receipt");
        assertThatThrownBy(given::taken).hasMessageContaining("receipt");
        exchange("alter table directory.away rename to receipt");
        given.taken();
        assertThat(given.directory.receipt(given.linkOf(visitor).confirming())).isPresent();
        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(given.number("quarantine")).isZero();
    }

    @Test
    void one_that_waited_for_its_epoch_and_cannot_be_stored_keeps_none_of_the_others_that_waited() {
        Epoch epoch = given.epoch();
        given.office()
                .useHandle(handle -> handle.execute("alter table mail add constraint of_a_test check (line <> '"
                        + given.otherEntrance.value() + "')"));
        given.put(
                        given.checkIn(epoch, "a@example.jp", given.entrance),
                        given.checkIn(epoch, "b@example.jp", given.otherEntrance),
                        given.checkIn(epoch, "c@example.jp", given.entrance))
                .taken();
        assertThat(given.number("quarantine where epoch is not null")).isEqualTo(3);
        given.put(EpochAnnouncement.of(epoch).toBytes()).taken();
        assertThat(given.number("visit")).isEqualTo(2);
        assertThat(given.number("quarantine")).isEqualTo(1);
        assertThat(given.number("quarantine where epoch is not null")).isZero();
    }

    @Test
    void a_receipt_that_the_exchange_refuses_stops_nothing() {
        Envelope visitor = given.checkIn("visitor@example.jp", given.entrance);
        Envelope other = given.checkIn("other@example.jp", given.entrance);
        exchange("alter table directory.receipt add check (encode(link_hash, 'hex') <> '"
                + HexFormat.of().formatHex(given.linkOf(visitor).confirming().hash()) + "')");
        given.put(visitor, other);
        assertThatThrownBy(given::taken).hasMessageContaining("receipt");
        given.taken();
        assertThat(given.directory.receipt(given.linkOf(visitor).confirming())).isEmpty();
        assertThat(given.directory.receipt(given.linkOf(other).confirming())).isPresent();
        assertThat(given.intake.setAside()).isEqualTo(1);
        assertThat(given.taken()).isZero();
    }

    @Test
    void the_same_octets_put_a_hundred_times_are_set_aside_once() {
        byte[] junk = "no envelope, but long enough to be put".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < 100; i++) {
            given.put(junk);
        }
        given.taken();
        assertThat(given.number("quarantine")).isEqualTo(1);
        assertThat(log.list)
                .filteredOn(event -> event.getFormattedMessage().startsWith("intake.quarantined"))
                .hasSize(1);
    }
}
