package mica.office.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.MailState;
import mica.office.directory.DirectoryPublisher;
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
                .filter(one -> one.checkIns().contains(mail))
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

    @Test
    void a_second_tap_is_told_what_becomes_of_the_first_before_and_after() {
        try (DoorWorld given = world()) {
            UUID mail = given.confirmation("fine@example.com");
            UUID early = UUID.randomUUID();
            UUID late = UUID.randomUUID();
            given.office().jdbi().useTransaction(tx -> given.queue.sameMail(tx, mail, early));
            assertThat(told).isEmpty();
            given.lane().sendDue();
            assertThat(states(early)).containsExactly(MailState.SENT);
            given.office().jdbi().useTransaction(tx -> given.queue.sameMail(tx, mail, late));
            assertThat(states(late)).containsExactly(MailState.SENT);
            assertThat(states(mail)).containsExactly(MailState.SENT);
            given.office().jdbi().useTransaction(tx -> given.queue.sameMail(tx, UUID.randomUUID(), late));
            assertThat(states(late)).hasSize(1);
        }
    }

    @Test
    void a_mail_that_comes_back_for_good_is_told_to_all_its_screens() {
        try (DoorWorld given = world()) {
            UUID mail = given.confirmation("fine@example.com");
            UUID second = UUID.randomUUID();
            given.office().jdbi().useTransaction(tx -> given.queue.sameMail(tx, mail, second));
            given.lane().sendDue();
            DoorReturns returns = new DoorReturns(given.queue);
            given.office()
                    .jdbi()
                    .useTransaction(
                            tx -> returns.note(tx, new SentMail.Door(mail), Meaning.Verdict.PERMANENT, given.now()));
            assertThat(states(second)).containsExactly(MailState.SENT, MailState.REFUSED);
        }
    }

    @Test
    void the_directory_keeps_what_is_final() throws Exception {
        try (TestDatabases databases = TestDatabases.create()) {
            Database exchange = databases.exchange();
            DirectoryPublisher publisher = new DirectoryPublisher(exchange.jdbi(), () -> DoorWorld.START);
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
                        List.of(new DirectoryPublisher.MailReceipt(receipt, step[0], LocalDate.of(2020, 5, 25))));
                assertThat(directory.mailState(receipt)).contains(step[1]);
            }
        }
    }
}
