package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mica.exchange.database.SmallDisk;
import mica.office.notice.Notice;
import mica.office.notice.NoticeState;
import mica.office.relay.FaultyRelay;
import mica.office.relay.FaultyRelay.Received;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * The disk of the office's database is full in the middle of a notice, and has room again later.
 */
class DiskFullTest {

    private static final int PEOPLE = 3_000;

    /** Of a file of the write-ahead log: what is not larger is not hit. */
    private static final long WAL_FILE = 16L << 20;

    @TempDir
    Path folder;

    private NoticeWorld world;
    private FaultyRelay relay;
    private Crowd crowd;
    private Notice notice;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final SmallDisk disk = new SmallDisk();

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        relay = FaultyRelay.start().offering("PIPELINING", "CHUNKING", "8BITMIME");
        log.start();
        root.addAppender(log);
        ((Logger) LoggerFactory.getLogger(Recorder.class)).setLevel(Level.WARN);
        crowd = Crowd.of(world, PEOPLE);
        notice = world.approved(world.content());
    }

    @AfterEach
    void close() {
        disk.close();
        root.detachAppender(log);
        relay.close();
        world.close();
    }

    @Test
    void tables_that_cannot_grow_hold_the_notice_up_until_there_is_room_and_repeat_nobody() throws Exception {
        aTableAsLargeAsTheLimit();
        // Half of the people are put off once, and each of them is a row in that table.
        Set<String> asked = ConcurrentHashMap.newKeySet();
        relay.scripted((step, address, usual) ->
                step.equals("RCPT") && address.matches("visitor\\d*[02468]@.*") && asked.add(address)
                        ? "450 4.2.1 later"
                        : null);
        relay.holdingAfter(301);
        try (NoticeDelivery delivery = world.delivery(relay.patientRelay())) {
            delivery.start();
            NoticeWorld.until(() -> relay.received().size() == 301);
            disk.limitWithThoseToCome(backends(), WAL_FILE);
            relay.letGo();
            NoticeWorld.until(() -> timesSaid("database.disk_full") > 0);
            int whenFull = relay.received().size();
            NoticeWorld.until(() -> timesSaid("notice.database_away") > 0);
            // Time for what must not happen.
            Thread.sleep(1_000);
            assertThat(relay.received())
                    .as("nothing goes out that cannot be recorded")
                    .hasSizeLessThanOrEqualTo(whenFull + world.sending.open());
            disk.roomAgain(backends());
            untilItIsOver();
        }
        everyoneWasReached();
        assertThat(relay.received()).hasSize(PEOPLE);
        assertThat(world.count("select count(*) from recipient_state where uncertain"))
                .isZero();
    }

    @Test
    void a_write_ahead_log_that_cannot_be_written_crashes_the_server_and_costs_nobody_a_mail() throws Exception {
        world.durable();
        int crashes = 0;
        try (NoticeDelivery delivery = world.delivery(relay.relay())) {
            delivery.start();
            while (crashes < 3) {
                int more = relay.received().size() + 300;
                NoticeWorld.until(
                        Lease.LENGTH.multipliedBy(2), () -> relay.received().size() > more);
                Set<Long> before = backends();
                disk.limit(before, 8_192);
                NoticeWorld.until(() -> before.stream().noneMatch(DiskFullTest::isAlive));
                disk.forget(before);
                crashes++;
            }
            untilItIsOver();
        }
        everyoneWasReached();
        System.out.printf("%d crashes, %d second copies%n", crashes, Crowd.copies(relay.received()));
        assertThat(Crowd.copies(relay.received())).isLessThanOrEqualTo(crashes * world.sending.open());
        assertThat(timesSaid("database.disk_full")).isPositive();
    }

    private void untilItIsOver() {
        NoticeWorld.until(Lease.LENGTH.multipliedBy(2), () -> {
            try {
                if (world.count("select count(*) from recipient_chunk where not done and (leased_until >"
                                + " clock_timestamp() or next_attempt_at <= '" + world.now + "')")
                        == 0) {
                    world.now = world.now.plus(Duration.ofMinutes(1));
                }
                return world.stored(notice.id()).state().isOver();
            } catch (RuntimeException away) {
                return false;
            }
        });
    }

    private void everyoneWasReached() {
        List<Received> received = relay.received();
        assertThat(new HashSet<>(received.stream().map(Received::to).toList())).isEqualTo(crowd.addresses());
        crowd.checkMails(received);
        assertThat(world.progress(notice.id()).accepted()).isEqualTo(PEOPLE);
        assertThat(world.stored(notice.id()).state()).isEqualTo(NoticeState.SENT);
    }

    /** The rows of another notice; without its recipients, for they take long to make. */
    private void aTableAsLargeAsTheLimit() {
        world.office.jdbi().useTransaction(tx -> {
            tx.execute("alter table recipient_exception disable trigger user");
            tx.execute("alter table recipient_exception drop constraint recipient_exception_notice_id_n_fkey");
            tx.execute("""
                insert into recipient_exception (notice_id, n, attempts, next_attempt_at, reply, mail_domain, uncertain)
                select 'ffffffff-0000-0000-0000-000000000000', n, 1, now(), '450 4.2.1', 'example.jp', false
                from generate_series(1, 150000) as n
                """);
            tx.execute("alter table recipient_exception enable trigger user");
        });
        assertThat(world.count("select pg_relation_size('recipient_exception') / 1024"))
                .isGreaterThan(16 << 10);
    }

    private Set<Long> backends() {
        Set<Long> found = new HashSet<>();
        NoticeWorld.until(() -> {
            try {
                found.addAll(SmallDisk.processes(world.office.jdbi(), "mica_office"));
                return true;
            } catch (RuntimeException ofBeforeTheCrash) {
                return false;
            }
        });
        return found;
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private long timesSaid(String event) {
        return List.copyOf(log.list).stream()
                .filter(line -> line.getFormattedMessage().startsWith(event))
                .count();
    }
}
