package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The mails of doors take turns. */
class LinesOfMailTest {

    private DoorWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new DoorWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    private UUID confirmation(String address, String line) {
        QueuedMail mail = given.sealed(address, DoorMailsTest.parameters());
        QueuedMail inLine =
                new QueuedMail(mail.id(), mail.kind(), mail.language(), mail.parameters(), mail.recipient(), line);
        given.office().jdbi().useTransaction(tx -> given.queue.add(tx, List.of(inLine)));
        return mail.id();
    }

    private void flood(String line, int mails) {
        for (int i = 0; i < mails; i++) {
            confirmation("v" + i + "@example.com", line);
        }
    }

    private static List<UUID> ids(List<MailStore.Claim> claims) {
        return claims.stream().map(claim -> claim.mail().id()).toList();
    }

    @Test
    void a_mail_of_another_door_goes_before_the_rest_of_a_flood() {
        flood("AAAA", 200);
        given.pass(Duration.ofSeconds(30));
        UUID other = confirmation("other@example.com", "BBBB");
        UUID third = confirmation("third@example.com", "0000");
        List<MailStore.Claim> claims = given.store().claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE);
        assertThat(ids(claims)).contains(other, third).hasSize(16);
    }

    @Test
    void lines_take_turns_from_where_the_last_turn_ended_and_a_flood_alone_has_all() {
        for (int line = 0; line < 10; line++) {
            flood("L" + line, 5);
        }
        MailStore store = given.store();
        List<String> served = new ArrayList<>();
        for (int claim = 0; claim < 3; claim++) {
            served.addAll(store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE).stream()
                    .map(one -> one.mail().line())
                    .distinct()
                    .toList());
        }
        assertThat(served.subList(0, 8)).doesNotHaveDuplicates();
        assertThat(served).contains("L8", "L9");
        while (!store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE).isEmpty()) {}
        flood("L5", 40);
        assertThat(store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE)).hasSize(16);
        assertThat(store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE)).hasSize(16);
        assertThat(store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE)).hasSize(8);
        assertThat(given.count("attempts <> 1")).as("each was claimed once").isZero();
    }

    @Test
    void a_mail_that_cannot_be_read_holds_up_no_other() {
        UUID broken = given.confirmation("a@example.com");
        given.office()
                .jdbi()
                .useHandle(handle -> handle.execute("update mail set parameters = '[]' where id = ?", broken));
        UUID fine = given.confirmation("b@example.com");
        MailStore store = given.store();
        assertThat(ids(store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE)))
                .containsExactly(fine);
        assertThat(given.unreadable).hasValue(1);
        given.pass(Duration.ofMinutes(2));
        assertThat(ids(store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE)))
                .containsExactly(fine);
        given.pass(Duration.ofHours(1));
        given.office()
                .jdbi()
                .useHandle(handle -> handle.execute("update mail set parameters = '{}' where id = ?", broken));
        assertThat(ids(store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE)))
                .as("after the office was mended")
                .contains(broken);
    }

    @Test
    void a_claim_reads_no_more_when_a_hundred_thousand_wait_at_one_door() throws Exception {
        given.office().jdbi().useHandle(handle -> handle.execute("""
                insert into mail (id, kind, language, parameters, sealed_by, seal_day, associated, sealed_recipient, line,
                                  next_attempt_at, created_at)
                select gen_random_uuid(), 'CONFIRMATION', 'ja', '{}', 'FRONT', '2020-05-25', '', '',
                       case when n % 10 = 0 then 'F' || n % 1000 else 'FLOOD' end, '2020-05-25T09:00:00Z',
                       '2020-05-25T09:00:00Z'
                from generate_series(1, 100000) n
                """));
        confirmation("other@example.com", "ZZZZ");
        MailStore store = given.store();
        for (int i = 0; i < 10; i++) {
            store.claim(MailStore.Lane.VISITORS, 16, DoorWorker.LEASE);
        }
        String reads = "select pg_stat_get_xact_tuples_fetched('mail'::regclass)";
        long read = given.office().jdbi().inTransaction(tx -> {
            new MailClaims(given.office().jdbi(), DoorMailsTest.mails(false)::kind, given::now, () -> {})
                    .claim(tx, MailStore.Lane.VISITORS, 16, DoorWorker.LEASE);
            return tx.createQuery(reads).mapTo(Long.class).one()
                    + tx.createQuery("select pg_stat_get_xact_tuples_returned('mail'::regclass)")
                            .mapTo(Long.class)
                            .one();
        });
        assertThat(read).isLessThan(500);
    }
}
