package mica.front.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.record.UnreadableRecordException;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.front.Office;
import org.jdbi.v3.core.statement.SqlLogger;
import org.jdbi.v3.core.statement.StatementContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DirectoryTest {

    private final TestDatabases databases = TestDatabases.create();
    private final Database front = Database.open("directory", databases.frontExchange());
    private final Office office = new Office(databases.exchange().jdbi()).publish(Office.SERVICE);
    private final AtomicInteger statements = new AtomicInteger();
    private final Directory directory = new Directory(new DirectoryStore(front.jdbi()), Duration.ofHours(1));

    DirectoryTest() {
        front.jdbi().setSqlLogger(new SqlLogger() {
            @Override
            public void logBeforeExecution(StatementContext context) {
                statements.incrementAndGet();
            }
        });
    }

    @AfterEach
    void close() {
        directory.close();
        front.close();
        databases.close();
    }

    @Test
    void places_in_use_are_read_anew_together_and_then_show_what_was_published() {
        VenueCode venue = office.venue("喫茶", "キッサ", VenueFacts.State.OPEN, true);
        List<SpotCode> spots = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            spots.add(office.spot(venue, "席" + i, i));
            assertThat(directory.placeAtHand(spots.getLast())).isEmpty();
            directory.place(spots.getLast());
        }
        directory.service();
        assertThat(statements).hasValueGreaterThanOrEqualTo(40);
        databases.exchange().jdbi().useHandle(handle -> handle.execute("update directory.venue set state = 'PAUSED'"));
        databases
                .exchange()
                .jdbi()
                .useHandle(handle -> handle.execute("delete from directory.spot where position = 40"));
        assertThat(directory.placeAtHand(spots.getFirst()).orElseThrow().venue().state())
                .isEqualTo(VenueFacts.State.OPEN);

        statements.set(0);
        directory.renew();
        assertThat(statements).hasValue(3);
        assertThat(spots.subList(0, 39))
                .allSatisfy(spot -> assertThat(directory
                                .placeAtHand(spot)
                                .orElseThrow()
                                .venue()
                                .state())
                        .isEqualTo(VenueFacts.State.PAUSED));
        assertThat(directory.placeAtHand(spots.getLast())).isEmpty();
        assertThat(statements).hasValue(3);
    }

    @Test
    void what_is_not_understood_stays_as_it_last_was_and_keeps_nothing_else_from_being_renewed() {
        SpotCode strange = office.spot(office.venue("甲", "コウ", VenueFacts.State.OPEN, true), "入口", 1);
        SpotCode usual = office.spot(office.venue("乙", "オツ", VenueFacts.State.OPEN, true), "入口", 1);
        directory.place(strange);
        directory.place(usual);
        directory.service();
        publishOfALaterVersion();

        directory.renew();
        assertThat(stateAtHand(directory, usual)).isEqualTo(VenueFacts.State.PAUSED);
        assertThat(stateAtHand(directory, strange)).isEqualTo(VenueFacts.State.OPEN);
        assertThat(directory.serviceAtHand()).contains(Office.SERVICE);
        assertThat(directory.answers()).isTrue();
        try (Directory later = new Directory(new DirectoryStore(front.jdbi()), Duration.ofHours(1))) {
            assertThat(later.service().state()).isEqualTo(ServiceFacts.State.PREPARING);
            assertThatThrownBy(() -> later.place(strange)).isInstanceOf(UnreadableRecordException.class);
        }
    }

    @Test
    void a_record_that_cannot_be_read_does_not_end_the_renewal() {
        office.spot(office.venue("甲", "コウ", VenueFacts.State.OPEN, true), "入口", 1);
        SpotCode usual = office.spot(office.venue("乙", "オツ", VenueFacts.State.OPEN, true), "入口", 1);
        try (Directory renewed = new Directory(new DirectoryStore(front.jdbi()), Duration.ofSeconds(1))) {
            renewed.service();
            renewed.place(usual);
            publishOfALaterVersion();
            awaitAtHand(renewed, usual, VenueFacts.State.PAUSED);
            exchange("update directory.venue set state = 'CLOSED' where name = '乙'");
            awaitAtHand(renewed, usual, VenueFacts.State.CLOSED);
        }
    }

    /** The venue 甲 and the service in words this front does not know, 乙 in those it knows. */
    private void publishOfALaterVersion() {
        exchange("alter table directory.venue drop constraint venue_state_check");
        exchange("update directory.service set body = '{\"version\":2,\"state\":\"MOVED\"}'");
        exchange("update directory.venue set version = 2, state = 'MOVING' where name = '甲'");
        exchange("update directory.venue set state = 'PAUSED' where name = '乙'");
    }

    private void exchange(String sql) {
        databases.exchange().jdbi().useHandle(handle -> handle.execute(sql));
    }

    private static VenueFacts.State stateAtHand(Directory directory, SpotCode spot) {
        return directory.placeAtHand(spot).orElseThrow().venue().state();
    }

    /** Asks the renewal alone: what is at hand is never read for who asks. */
    private static void awaitAtHand(Directory directory, SpotCode spot, VenueFacts.State state) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (directory.placeAtHand(spot).filter(place -> place.venue().state() == state).isEmpty()) {
            assertThat(System.nanoTime()).as("the renewal shows " + state).isLessThan(until);
            LockSupport.parkNanos(10_000_000);
        }
    }
}
