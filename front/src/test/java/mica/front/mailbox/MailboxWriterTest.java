package mica.front.mailbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxWriterTest {

    private final TestDatabases databases = TestDatabases.create();
    private final Database front =
            Database.open("writer", databases.frontExchange(), Duration.ofSeconds(2), Duration.ofSeconds(5));

    private final Epochs.Announced announced = new Epochs.Announced(new byte[200]);

    @BeforeEach
    void announceBefore() {
        announced.setDurable();
    }

    @AfterEach
    void close() {
        front.close();
        databases.close();
    }

    private long stored() {
        return databases
                .exchange()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from mailbox.envelope")
                        .mapTo(Long.class)
                        .one());
    }

    private void sql(String statement) {
        databases.exchange().jdbi().useHandle(handle -> handle.execute(statement));
    }

    private Mailbox.Outcome put(MailboxWriter writer) {
        return writer.put(announced, new byte[100]);
    }

    private List<Mailbox.Outcome> putTogether(MailboxWriter writer, int count) throws Exception {
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Mailbox.Outcome>> told = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                told.add(people.submit(() -> {
                    go.await();
                    return put(writer);
                }));
            }
            go.countDown();
            List<Mailbox.Outcome> outcomes = new ArrayList<>();
            for (Future<Mailbox.Outcome> each : told) {
                outcomes.add(each.get(20, TimeUnit.SECONDS));
            }
            return outcomes;
        }
    }

    @Test
    void what_arrives_together_shares_commits_and_all_of_it_is_stored() throws Exception {
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 5_000, Duration.ofSeconds(10))) {
            assertThat(putTogether(writer, 1_000)).containsOnly(Mailbox.Outcome.DURABLE);
            assertThat(stored()).isEqualTo(1_000);
            assertThat(writer.commits()).isLessThan(200);
        }
    }

    @Test
    void one_alone_is_committed_at_once() {
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 10, Duration.ofSeconds(10))) {
            assertThat(put(writer)).isEqualTo(Mailbox.Outcome.DURABLE);
            assertThat(stored()).isOne();
            assertThat(writer.commits()).isOne();
        }
    }

    @Test
    void a_failure_reaches_every_caller_of_its_batch() throws Exception {
        sql("revoke execute on function mailbox.put(bytea[]) from mica_front");
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 5_000, Duration.ofSeconds(10))) {
            assertThat(putTogether(writer, 100)).containsOnly(Mailbox.Outcome.AWAY);
            assertThat(stored()).isZero();
            sql("grant execute on function mailbox.put(bytea[]) to mica_front");
            assertThat(put(writer)).isEqualTo(Mailbox.Outcome.DURABLE);
        }
    }

    @Test
    void one_that_the_database_refuses_keeps_none_of_those_in_its_batch() throws Exception {
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 5_000, Duration.ofSeconds(30));
                ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
            Epochs.Announced announced = new Epochs.Announced(new byte[200]);
            announced.setDurable();
            List<Future<Mailbox.Outcome>> told = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                byte[] envelope = new byte[i % 100 == 50 ? 70_000 : 100];
                told.add(people.submit(() -> writer.put(announced, envelope)));
            }
            for (int i = 0; i < told.size(); i++) {
                assertThat(told.get(i).get()).isEqualTo(i % 100 == 50 ? Mailbox.Outcome.AWAY : Mailbox.Outcome.DURABLE);
            }
            assertThat(stored()).isEqualTo(297);
        }
    }

    @Test
    void an_epoch_goes_out_with_its_first_rows_and_again_until_it_is_surely_there() throws Exception {
        Epochs.Announced fresh = new Epochs.Announced(new byte[200]);
        sql("revoke execute on function mailbox.put(bytea[]) from mica_front");
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 10, Duration.ofSeconds(10))) {
            assertThat(writer.put(fresh, new byte[100])).isEqualTo(Mailbox.Outcome.AWAY);
            assertThat(fresh.isDurable()).isFalse();
            sql("grant execute on function mailbox.put(bytea[]) to mica_front");
            assertThat(writer.put(fresh, new byte[100])).isEqualTo(Mailbox.Outcome.DURABLE);
            assertThat(writer.put(fresh, new byte[100])).isEqualTo(Mailbox.Outcome.DURABLE);
        }
        List<Integer> lengths = databases
                .exchange()
                .jdbi()
                .withHandle(handle -> handle.createQuery("select length(bytes) from mailbox.envelope order by id")
                        .mapTo(Integer.class)
                        .list());
        assertThat(lengths).containsExactly(200, 100, 100);
    }

    @Test
    void a_commit_that_only_warned_is_not_durable() {
        sql("""
            create function mailbox.warn() returns trigger language plpgsql
            as $$ begin raise warning 'not confirmed by the standby'; return null; end $$
            """);
        sql("""
            create constraint trigger warn after insert on mailbox.envelope
            deferrable initially deferred for each row execute function mailbox.warn()
            """);
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 10, Duration.ofSeconds(10))) {
            assertThat(put(writer)).isEqualTo(Mailbox.Outcome.AWAY);
            sql("drop trigger warn on mailbox.envelope");
            assertThat(put(writer)).isEqualTo(Mailbox.Outcome.DURABLE);
        }
    }

    @Test
    void when_too_many_wait_the_next_is_refused_at_once_and_the_waiting_are_served() throws Exception {
        List<Mailbox.Outcome> atOnce = new CopyOnWriteArrayList<>();
        try (MailboxWriter writer =
                        new MailboxWriter(front.jdbi(), 5, Duration.ofSeconds(10), Duration.ofHours(1), new Taking());
                var owner = databases.exchange().jdbi().open()) {
            owner.begin();
            owner.execute("lock table mailbox.envelope in exclusive mode");
            try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<Mailbox.Outcome>> waiting = new ArrayList<>();
                for (int batches = 1; batches <= 2; batches++) {
                    waiting.add(people.submit(() -> put(writer)));
                    while (writer.underWay() < batches) {
                        Thread.onSpinWait();
                    }
                }
                for (int i = 0; i < 5; i++) {
                    writer.put(announced, new byte[100], atOnce::add);
                }
                // Who had waited would have been told something else.
                assertThat(put(writer)).isEqualTo(Mailbox.Outcome.BUSY);
                owner.commit();
                for (Future<Mailbox.Outcome> each : waiting) {
                    assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo(Mailbox.Outcome.DURABLE);
                }
            }
        }
        assertThat(atOnce).hasSize(5).containsOnly(Mailbox.Outcome.DURABLE);
        assertThat(stored()).isEqualTo(7);
    }

    @Test
    void when_no_commit_ends_who_comes_is_told_at_once_and_who_waits_for_room_soon() throws Exception {
        databases.waitsOfTheFrontAreLong();
        List<Mailbox.Outcome> queued = new CopyOnWriteArrayList<>();
        try (Database patient =
                        Database.open("patient", databases.frontExchange(), Duration.ofMinutes(1), Duration.ZERO);
                MailboxWriter writer = new MailboxWriter(
                        patient.jdbi(), 5, Duration.ofHours(1), Duration.ofMillis(200), new Taking());
                var owner = databases.exchange().jdbi().open()) {
            owner.begin();
            owner.execute("lock table mailbox.envelope in exclusive mode");
            try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int batches = 1; batches <= 2; batches++) {
                    people.submit(() -> put(writer));
                    while (writer.underWay() < batches) {
                        Thread.onSpinWait();
                    }
                }
                writer.put(announced, new byte[100], queued::add);
                while (!writer.isCrowded() || queued.isEmpty()) {
                    Thread.sleep(10);
                }
                assertThat(put(writer)).isEqualTo(Mailbox.Outcome.BUSY);
                assertThat(queued).containsExactly(Mailbox.Outcome.BUSY);
                assertThat(writer.turnedAway()).isEqualTo(2);
                owner.rollback();
            }
        }
        // Who was turned away is not stored: a person who then goes away is no visitor.
        assertThat(stored()).isLessThanOrEqualTo(2);
    }

    @Test
    void who_waits_without_a_thread_is_told_once_and_after_the_commit() throws Exception {
        List<Mailbox.Outcome> told = new CopyOnWriteArrayList<>();
        CountDownLatch all = new CountDownLatch(100);
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 200, Duration.ofSeconds(10))) {
            for (int i = 0; i < 100; i++) {
                writer.put(announced, new byte[100], outcome -> {
                    told.add(stored() > 0 ? outcome : Mailbox.Outcome.AWAY);
                    all.countDown();
                    throw new IllegalStateException("one that cannot be told keeps nobody from being told");
                });
            }
            assertThat(all.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(told).hasSize(100).containsOnly(Mailbox.Outcome.DURABLE);
        assertThat(stored()).isEqualTo(100);
    }

    @Test
    void nobody_waits_longer_than_the_patience() {
        try (MailboxWriter writer = new MailboxWriter(front.jdbi(), 5, Duration.ofMillis(300));
                var owner = databases.exchange().jdbi().open()) {
            owner.begin();
            owner.execute("lock table mailbox.envelope in exclusive mode");
            assertThat(put(writer)).isEqualTo(Mailbox.Outcome.AWAY);
            owner.rollback();
        }
    }

    @Test
    void closing_writes_what_waits_and_takes_nothing_more() {
        MailboxWriter writer = new MailboxWriter(front.jdbi(), 5, Duration.ofSeconds(10));
        assertThat(put(writer)).isEqualTo(Mailbox.Outcome.DURABLE);
        writer.close();
        assertThat(put(writer)).isEqualTo(Mailbox.Outcome.BUSY);
    }

    @Test
    void ids_of_the_same_parts_are_the_same_and_of_others_are_not() {
        assertThat(Mailbox.id("a", "b")).isEqualTo(Mailbox.id("a", "b")).isNotEqualTo(Mailbox.id("ab", ""));
        assertThat(Mailbox.id("a").version()).isEqualTo(8);
        assertThat(Mailbox.id("a").variant()).isEqualTo(2);
    }
}
