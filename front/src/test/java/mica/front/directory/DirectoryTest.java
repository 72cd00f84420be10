package mica.front.directory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.VenueFacts;
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
}
