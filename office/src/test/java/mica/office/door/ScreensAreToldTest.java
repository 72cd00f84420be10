package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.MailState;
import mica.office.directory.PublishedStore;
import mica.office.message.SentMail;
import mica.office.outcome.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScreensAreToldTest {

    @TempDir
    Path folder;

    private final List<Told> told = new ArrayList<>();

    private DoorWorld world() {
        DoorWorld given = new DoorWorld(folder);
        given.queue.onTold(told::add);
        return given;
    }

    private List<MailState> states(UUID mail) {
        return told.stream()
                .filter(one -> one.screens().stream()
                        .anyMatch(screen -> screen.checkIn().equals(mail)))
                .map(Told::state)
                .toList();
    }

    @Test
    void each_outcome_of_a_confirmation_is_told_as_it_is() {
        try (DoorWorld given = world()) {
            given.relay.answeringRecipient("busy@example.com", "450 4.2.0 later");
            given.relay.answeringRecipient("gone@example.com", "550 5.1.1 no such user");
            given.relay.answeringRecipient("filter@example.com", "550 5.7.1 policy");
            UUID fine = given.confirmation("fine@example.com");
            UUID busy = given.confirmation("busy@example.com");
            UUID gone = given.confirmation("gone@example.com");
            UUID filter = given.confirmation("filter@example.com");
            given.posters("venue@example.com").lane().sendDue();
            assertThat(states(fine)).containsExactly(MailState.SENT);
            assertThat(states(busy)).containsExactly(MailState.LATER);
            assertThat(states(gone)).containsExactly(MailState.REFUSED);
            assertThat(states(filter)).containsExactly(MailState.FAILED);
            assertThat(told).hasSize(4);

            given.pass(Duration.ofMinutes(2)).relay.behavingAgain();
            given.lane().sendDue();
            assertThat(states(busy)).containsExactly(MailState.LATER, MailState.SENT);
        }
    }

    @Test
    void a_lost_connection_tells_nothing_that_may_be_wrong() {
        try (DoorWorld given = world()) {
            given.relay.answering(".", mica.office.relay.FaultyRelay.TAKE_AND_DROP);
            UUID mail = given.confirmation("fine@example.com");
            given.lane().sendDue();
            assertThat(states(mail)).isEmpty();
        }
    }

    private static void share(DoorWorld given, UUID first, UUID second) {
        given.office().jdbi().useTransaction(tx -> given.queue.share(tx, Map.of(first, List.of(second))));
    }

    private Instant notBefore(UUID checkIn) {
        return told.stream()
                .flatMap(one -> one.screens().stream())
                .filter(screen -> screen.checkIn().equals(checkIn))
                .map(Told.Screen::notBefore)
                .reduce((before, last) -> last)
                .orElseThrow();
    }

    @Test
    void those_who_share_a_mail_are_told_when_they_are_as_old_as_the_first_one_was() {
        try (DoorWorld given = world()) {
            UUID mail = given.confirmation("fine@example.com");
            Instant firstCame = given.now();
            UUID early = UUID.randomUUID();
            UUID late = UUID.randomUUID();
            given.pass(Duration.ofSeconds(1));
            share(given, mail, early);
            assertThat(told).isEmpty();
            given.pass(Duration.ofSeconds(2));
            given.lane().sendDue();
            assertThat(states(early)).containsExactly(MailState.SENT);
            assertThat(notBefore(mail)).isEqualTo(firstCame.plusSeconds(3));
            assertThat(notBefore(early)).isEqualTo(firstCame.plusSeconds(1 + 3));

            given.pass(Duration.ofSeconds(100));
            share(given, mail, late);
            assertThat(states(late)).containsExactly(MailState.SENT);
            assertThat(notBefore(late)).isEqualTo(given.now().plusSeconds(3));
            assertThat(states(mail)).containsExactly(MailState.SENT);
            share(given, UUID.randomUUID(), late);
            share(given, mail, late);
            assertThat(states(late))
                    .as("noted once, and only with a mail that is there")
                    .hasSize(1);
        }
    }

    @Test
    void the_time_at_which_a_screen_is_told_does_not_tell_that_somebody_was_there_before() {
        try (TestDatabases databases = TestDatabases.create();
                DoorWorld given = world()) {
            DirectoryStore directory = new DirectoryStore(databases.exchange().jdbi());
            MailStates states = MailStates.listening(
                    new PublishedStore(databases.exchange().jdbi(), given::now), given.queue, given::now);
            UUID mail = given.confirmation("fine@example.com");
            given.pass(Duration.ofSeconds(3));
            given.lane().sendDue();
            states.round();
            assertThat(directory.mailState(MailState.receipt(mail))).contains(MailState.SENT);

            UUID probe = UUID.randomUUID();
            share(given, mail, probe);
            for (int tenths = 0; tenths < 30; tenths++) {
                states.round();
                assertThat(directory.mailState(MailState.receipt(probe)))
                        .as("after %d tenths of a second", tenths)
                        .isEmpty();
                given.pass(Duration.ofMillis(100));
            }
            states.round();
            assertThat(directory.mailState(MailState.receipt(probe))).contains(MailState.SENT);
        }
    }

    @Test
    void one_state_that_the_exchange_refuses_and_one_that_is_told_twice_hold_up_nobody() {
        try (TestDatabases databases = TestDatabases.create();
                DoorWorld given = world()) {
            Database exchange = databases.exchange();
            DirectoryStore directory = new DirectoryStore(exchange.jdbi());
            MailStates states =
                    MailStates.listening(new PublishedStore(exchange.jdbi(), given::now), given.queue, given::now);
            UUID refused = UUID.randomUUID();
            UUID fine = UUID.randomUUID();
            exchange.jdbi()
                    .useHandle(handle -> handle.execute("alter table directory.mail_state add check (receipt <> '"
                            + MailState.receipt(refused) + "')"));
            for (UUID one : List.of(fine, refused, fine)) {
                Told.Screen screen = new Told.Screen(one, given.now());
                given.queue.tell(new Told(List.of(screen, screen), DoorWorld.DAY, MailState.LATER));
                given.queue.tell(new Told(List.of(screen), DoorWorld.DAY, MailState.SENT));
            }
            states.round();
            assertThat(directory.mailState(MailState.receipt(fine))).contains(MailState.SENT);
            assertThat(states.setAside()).as("its two states").isEqualTo(2);

            UUID next = UUID.randomUUID();
            given.queue.tell(new Told(List.of(new Told.Screen(next, given.now())), DoorWorld.DAY, MailState.SENT));
            states.round();
            assertThat(directory.mailState(MailState.receipt(next))).contains(MailState.SENT);
            states.close();
        }
    }

    @Test
    void a_mail_that_comes_back_for_good_is_told_to_all_its_screens() {
        try (DoorWorld given = world()) {
            UUID mail = given.confirmation("fine@example.com");
            UUID second = UUID.randomUUID();
            share(given, mail, second);
            given.lane().sendDue();
            DoorReturns returns = new DoorReturns(given.queue);
            given.office()
                    .jdbi()
                    .useTransaction(tx ->
                            returns.note(tx, new SentMail.Door(mail), Meaning.Consequence.PERMANENT, given.now()));
            assertThat(states(second)).containsExactly(MailState.SENT, MailState.REFUSED);
        }
    }

    @Test
    void the_directory_keeps_what_is_final() throws Exception {
        try (TestDatabases databases = TestDatabases.create()) {
            Database exchange = databases.exchange();
            PublishedStore publisher = new PublishedStore(exchange.jdbi(), () -> DoorWorld.START);
            DirectoryStore directory = new DirectoryStore(exchange.jdbi());
            UUID receipt = UUID.randomUUID();
            MailState[][] steps = {
                {MailState.LATER, MailState.LATER},
                {MailState.SENT, MailState.SENT},
                {MailState.LATER, MailState.SENT},
                {MailState.FAILED, MailState.SENT},
                {MailState.REFUSED, MailState.REFUSED},
                {MailState.SENT, MailState.REFUSED}
            };
            for (MailState[] step : steps) {
                publisher.publishMailStates(
                        List.of(new PublishedStore.MailReceipt(receipt, step[0], LocalDate.of(2020, 5, 25))));
                assertThat(directory.mailState(receipt)).contains(step[1]);
            }
        }
    }
}
