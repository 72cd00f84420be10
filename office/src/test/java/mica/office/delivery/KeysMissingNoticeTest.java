package mica.office.delivery;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import mica.office.notice.Finding;
import mica.office.notice.Notice;
import mica.office.notice.NoticeOutcome;
import mica.office.notice.NoticeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeysMissingNoticeTest {

    @TempDir
    Path folder;

    private NoticeWorld world;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        world.visitors(7);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private Path keys() {
        return folder.resolve("keys").resolve(NoticeWorld.DAY.toString());
    }

    private void loseKeys() {
        try {
            Files.move(keys(), folder.resolve("lost"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void a_notice_to_a_day_without_its_keys_is_refused_with_a_word_when_it_is_asked_for_and_when_it_is_approved() {
        Notice draft = world.draft(world.content());
        Notice asked = world.asked(world.content());
        loseKeys();

        assertThat(world.notices().ask(world.author, draft.id(), draft.version()))
                .isInstanceOfSatisfying(
                        NoticeOutcome.Blocked.class,
                        blocked -> assertThat(blocked.findings())
                                .extracting(Finding::what, Finding::arguments)
                                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                                        Finding.FindingKind.KEYS_MISSING,
                                        java.util.List.of(NoticeWorld.DAY.toString()))));
        assertThat(world.notices().approve(world.approver, asked.id(), String.valueOf(asked.contentHash())))
                .isInstanceOf(NoticeOutcome.Blocked.class);
        assertThat(world.stored(asked.id()).state()).isEqualTo(NoticeState.AWAITING_APPROVAL);
    }

    @Test
    void keys_that_go_missing_amid_the_sending_are_no_erasure() {
        Notice notice = world.approved(world.content());
        world.office
                .jdbi()
                .useTransaction(tx -> world.visits.erase(
                        tx,
                        requireNonNull(world.visits
                                .ofPeople(tx, NoticeWorld.DAY, java.util.Map.of(), null, 1)
                                .last())));
        loseKeys();

        world.deliver(notice.id());

        Progress progress = world.progress(notice.id());
        assertThat(progress.keysMissing()).isEqualTo(6);
        assertThat(progress.gone()).isEqualTo(1);
        assertThat(progress.accepted()).isZero();
        assertThat(world.addressees()).isEmpty();
    }
}
