package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.MailState;
import mica.office.directory.PublishedStore;
import org.junit.jupiter.api.Test;

class ToldTransitionsTest {

    @Test
    void the_directory_is_told_what_the_table_lets_follow_and_nothing_else() {
        try (TestDatabases databases = TestDatabases.create()) {
            PublishedStore publisher = new PublishedStore(databases.exchange().jdbi(), () -> Instant.EPOCH);
            DirectoryStore directory = new DirectoryStore(databases.exchange().jdbi());
            for (MailState from : MailState.values()) {
                for (MailState to : MailState.values()) {
                    MailState expected = from.mayBecome(to) ? to : from;
                    UUID one = UUID.randomUUID();
                    publisher.publishMailStates(List.of(receipt(one, from)));
                    publisher.publishMailStates(List.of(receipt(one, to)));
                    assertThat(directory.mailState(one)).as(from + " to " + to).contains(expected);

                    UUID atOnce = UUID.randomUUID();
                    publisher.publishMailStates(List.of(receipt(atOnce, from), receipt(atOnce, to)));
                    assertThat(directory.mailState(atOnce))
                            .as(from + " with " + to)
                            .contains(expected);
                }
            }
        }
    }

    private static PublishedStore.MailReceipt receipt(UUID receipt, MailState state) {
        return new PublishedStore.MailReceipt(receipt, state, LocalDate.EPOCH);
    }
}
