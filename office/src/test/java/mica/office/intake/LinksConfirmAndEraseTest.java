package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.VisitedPlace;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.office.audience.AudienceStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinksConfirmAndEraseTest {

    private IntakeWorld given;

    @BeforeEach
    void open(@TempDir Path folder) {
        given = new IntakeWorld(folder);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void a_confirmed_visit_counts_as_confirmed() {
        LinkToken link = visit("visitor@example.jp");
        given.confirms(link).taken();

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(1, 0));
        assertThat(receipt(link)).isEqualTo(Receipt.State.CONFIRMED);
    }

    @Test
    void a_button_pressed_twice_at_once_does_not_stop_the_intake() {
        LinkToken link = visit("visitor@example.jp");
        given.confirms(link)
                .confirms(link)
                .erases(Erasure.Scope.THIS_VISIT, link)
                .checksIn("other@example.jp", given.entrance)
                .taken();

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 1));
        assertThat(receipt(link)).isEqualTo(Receipt.State.ERASED);
        assertThat(given.taken()).isZero();
    }

    @Test
    void erasing_one_visit_leaves_the_others_and_erasing_all_leaves_none_of_that_person() {
        LinkToken first = visit("visitor@example.jp");
        given.checksIn("visitor@example.jp", given.otherEntrance)
                .checksIn("other@example.jp", given.entrance)
                .taken();
        given.later(Duration.ofDays(1));
        LinkToken later = visit("visitor@example.jp");

        given.erases(Erasure.Scope.THIS_VISIT, first).taken();
        assertThat(given.number("visit")).isEqualTo(3);
        assertThat(receipt(later)).isEqualTo(Receipt.State.SENT);

        given.erases(Erasure.Scope.ALL_VISITS, later).taken();
        given.wishesDone();
        assertThat(given.number("visit")).isEqualTo(1);
        assertThat(receipt(later)).isEqualTo(Receipt.State.ERASED);
    }

    @Test
    void the_link_that_confirms_erases_nothing() {
        LinkToken link = visit("visitor@example.jp");
        given.erases(Erasure.Scope.THIS_VISIT, link.confirming())
                .erases(Erasure.Scope.ALL_VISITS, link.confirming())
                .taken();
        given.wishesDone();

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 1));
        assertThat(receipt(link)).isEqualTo(Receipt.State.SENT);
        assertThat(given.directory.receiptToErase(link.confirming())).isEmpty();
    }

    @Test
    void the_link_that_erases_confirms_nothing() {
        LinkToken link = visit("visitor@example.jp");
        given.triesToConfirmBy(link).taken();

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 1));
        assertThat(given.directory.receipt(link)).isEmpty();
    }

    @Test
    void a_mail_of_before_with_one_link_goes_on_confirming_and_erasing() {
        LinkToken link = visit("visitor@example.jp");
        given.withOneLinkFor(link);
        assertThat(given.directory.receipt(link)).isPresent();
        given.triesToConfirmBy(link).taken();
        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(1, 0));
        assertThat(receipt(link)).isEqualTo(Receipt.State.CONFIRMED);

        given.erases(Erasure.Scope.ALL_VISITS, link).taken();
        given.wishesDone();
        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 0));
        assertThat(receipt(link)).isEqualTo(Receipt.State.ERASED);
    }

    @Test
    void no_database_holds_a_link_that_works() {
        LinkToken link = visit("visitor@example.jp");
        given.confirms(link).taken();

        for (LinkToken token : List.of(link, link.confirming())) {
            assertThat(given.everything()).doesNotContain(token.text());
            assertThat(given.dump()).doesNotContain(token.text());
        }
    }

    @Test
    void the_directory_says_where_it_was_to_the_holder_of_the_link_alone_and_until_it_is_erased() {
        LinkToken link = visit("visitor@example.jp");
        Receipt sent = given.directory.receipt(link.confirming()).orElseThrow();
        VisitedPlace place = new VisitedPlace(given.entrance, given.now().truncatedTo(ChronoUnit.MILLIS));
        assertThat(VisitedPlace.open(link.confirming(), sent.place())).contains(place);
        assertThat(VisitedPlace.open(given.foreignLink(), sent.place())).isEmpty();

        given.confirms(link).taken();
        Receipt confirmed = given.directory.receipt(link.confirming()).orElseThrow();
        assertThat(VisitedPlace.open(link.confirming(), confirmed.place())).contains(place);

        given.erases(Erasure.Scope.THIS_VISIT, link).taken();
        assertThat(given.directory.receipt(link.confirming()).orElseThrow().place())
                .isEmpty();
    }

    @Test
    void a_foreign_link_changes_nothing() {
        visit("visitor@example.jp");
        given.confirms(given.foreignLink())
                .erases(Erasure.Scope.ALL_VISITS, given.foreignLink())
                .taken();

        assertThat(given.count(given.venue)).isEqualTo(new AudienceStore.Count(0, 1));
    }

    /** The link in the mail of a visit that the intake has taken. */
    private LinkToken visit(String address) {
        Envelope envelope = given.checkIn(address, given.entrance);
        given.put(envelope).taken();
        return given.linkOf(envelope);
    }

    private Receipt.State receipt(LinkToken link) {
        return given.directory.receiptToErase(link).orElseThrow().state();
    }
}
