package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.UUID;
import mica.exchange.text.TestLanguages;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeEvent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeState;
import mica.office.notice.NoticeStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecipientsGoWithTheirDayTest {

    @TempDir
    Path folder;

    private NoticeWorld world;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_counters_of_a_notice_outlive_its_recipients() {
        world.visitors(3);
        UUID notice = world.approved(world.content()).id();
        world.deliver(notice);
        Progress before = world.progress(notice);

        assertThat(erase(NoticeWorld.DAY)).isEqualTo(3);

        assertThat(recipients()).isZero();
        assertThat(world.progress(notice)).isEqualTo(before);
        assertThat(before.accepted()).isEqualTo(3);
    }

    @Test
    void who_was_still_to_be_written_to_counts_as_gone_and_the_notice_ends() {
        world.visitors(3);
        UUID notice = world.approved(world.content()).id();

        assertThat(erase(NoticeWorld.DAY)).isEqualTo(3);
        world.deliver(notice);

        assertThat(world.progress(notice).gone()).isEqualTo(3);
        assertThat(world.stored(notice).state()).isEqualTo(NoticeState.SENT);
        assertThat(world.mails()).isEmpty();
    }

    @Test
    void the_recipients_of_another_day_stay() {
        world.visitors(2);
        world.checkIn(
                "before@example.jp",
                world.venue,
                world.entrance,
                NoticeWorld.FROM.minus(Duration.ofDays(1)),
                TestLanguages.JA,
                true);
        UUID notice = world.approved(new NoticeContent(
                        NoticeKind.FIRST,
                        null,
                        world.content().places(),
                        NoticeWorld.FROM.minus(Duration.ofDays(2)),
                        NoticeWorld.TO,
                        true,
                        world.content().texts()))
                .id();

        assertThat(erase(NoticeWorld.DAY.minusDays(1))).isEqualTo(1);
        world.office
                .jdbi()
                .useHandle(handle -> assertThat(
                                new RecipientDayStore(world.clock).days(handle, NoticeWorld.DAY.plusDays(1)))
                        .containsExactly(NoticeWorld.DAY));
        world.deliver(notice);

        assertThat(world.addressees()).hasSize(2);
        assertThat(world.progress(notice).gone()).isEqualTo(1);
        assertThat(world.progress(notice).toDo()).isZero();
    }

    @Test
    void a_chunk_in_an_offices_hands_is_left_to_it_until_its_lease_is_over() {
        world.visitors(2);
        UUID notice = world.approved(world.content()).id();
        world.office
                .jdbi()
                .useTransaction(tx -> assertThat(new ChunkStore().take(tx, notice, world.now, Lease.LENGTH))
                        .isPresent());

        assertThat(erase(NoticeWorld.DAY)).isZero();
        assertThat(recipients()).isEqualTo(2);

        world.leasesRunOut();
        assertThat(erase(NoticeWorld.DAY)).isEqualTo(2);
        assertThat(world.progress(notice).gone()).isEqualTo(2);
    }

    @Test
    void a_stopped_notice_goes_on_telling_whom_it_did_not_reach() {
        world.visitors(2);
        UUID notice = world.approved(world.content()).id();
        world.office
                .jdbi()
                .useTransaction(
                        tx -> new NoticeStore().step(tx, notice, NoticeState.SENDING, NoticeEvent.STOPPED, world.now));

        assertThat(erase(NoticeWorld.DAY)).isEqualTo(2);

        assertThat(world.progress(notice).toDo()).isEqualTo(2);
        assertThat(world.progress(notice).gone()).isZero();
    }

    private int erase(LocalDate day) {
        int sum = 0;
        int erased;
        do {
            erased = world.office.jdbi().inTransaction(tx -> new RecipientDayStore(world.clock).erase(tx, day));
            sum += erased;
        } while (erased > 0);
        return sum;
    }

    private int recipients() {
        return world.office
                .jdbi()
                .withHandle(handle -> handle.createQuery("select count(*) from recipient")
                        .mapTo(Integer.class)
                        .one());
    }
}
