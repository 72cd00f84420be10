package mica.office.notice;

import static mica.office.delivery.NoticeWorld.done;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mica.exchange.text.TestLanguages;
import mica.office.delivery.NoticeWorld;
import mica.office.ledger.LedgerReading;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every step of a notice that decides about people leaves its entry, and drafts leave none. */
class NoticeLedgerTest {

    private NoticeWorld world;
    private Notices notices;

    @BeforeEach
    void open(@TempDir Path folder) {
        world = new NoticeWorld(folder);
        notices = world.notices();
    }

    @AfterEach
    void close() {
        world.close();
    }

    private List<String> entries() {
        return LedgerReading.of(world.office.jdbi());
    }

    private static NoticeContent with(NoticeContent content, String body) {
        return new NoticeContent(
                content.kind(),
                content.followUpOf(),
                content.places(),
                content.from(),
                content.to(),
                content.includeUnconfirmed(),
                Map.of(
                        TestLanguages.JA,
                        new NoticeText("件名", body),
                        TestLanguages.EN,
                        new NoticeText("Subject", body)));
    }

    @Test
    void a_notice_that_is_asked_recalled_returned_approved_paused_and_sent() {
        world.visitors(3);
        Notice asked = world.asked(world.content());
        String number = asked.number();
        NoticeContent changed = with(asked.content(), "書き直し");
        Notice recalled = done(notices.save(world.author, asked.id(), asked.version(), changed));
        Notice again = done(notices.ask(world.author, recalled.id(), recalled.version()));
        Notice back = done(notices.giveBack(world.approver, again.id(), String.valueOf(again.contentHash()), "期間を見直す"));
        Notice third = done(notices.ask(world.author, back.id(), back.version()));
        String hash = String.valueOf(third.contentHash());
        done(notices.approve(world.approver, third.id(), hash));
        done(notices.pause(world.author, third.id()));
        done(notices.resume(world.approver, third.id()));
        world.deliver(third.id());

        String author = world.author.id().toString();
        String approver = world.approver.id().toString();
        assertThat(entries())
                .containsExactly(
                        "NOTICE_ASKED " + author + " {hash=" + asked.contentHash() + ", notice=" + number + "}",
                        "NOTICE_RECALLED " + author + " {hash=" + asked.contentHash() + ", notice=" + number + "}",
                        "NOTICE_ASKED " + author + " {hash=" + hash + ", notice=" + number + "}",
                        "NOTICE_RETURNED " + approver + " {hash=" + hash + ", notice=" + number + "}",
                        "NOTICE_ASKED " + author + " {hash=" + hash + ", notice=" + number + "}",
                        "NOTICE_APPROVED " + approver + " {hash=" + hash + ", kind=FIRST, notice=" + number + "}",
                        "RECIPIENTS_FIXED system {count=3, notice=" + number + "}",
                        "NOTICE_PAUSED " + author + " {notice=" + number + "}",
                        "NOTICE_RESUMED " + approver + " {notice=" + number + "}",
                        "ADDRESSES_OPENED system {approver=" + approver + ", count=3, hash=" + hash
                                + ", kind=FIRST, notice=" + number + "}",
                        "NOTICE_SENT system {count=3, notice=" + number + "}");
    }

    @Test
    void a_correction_and_a_withdrawal_and_a_stop() {
        world.visitors(2);
        Notice first = world.approved(world.content());
        world.deliver(first.id());
        int before = entries().size();

        Notice correction = done(notices.followUp(world.author, first.id(), NoticeKind.CORRECTION));
        done(notices.discard(world.author, correction.id()));
        Notice withdrawal = done(notices.followUp(world.author, first.id(), NoticeKind.WITHDRAWAL));
        Notice asked = done(notices.ask(world.author, withdrawal.id(), withdrawal.version()));
        done(notices.approve(world.approver, asked.id(), String.valueOf(asked.contentHash())));
        done(notices.stop(world.approver, asked.id()));

        String author = world.author.id().toString();
        String approver = world.approver.id().toString();
        String facts = "hash=" + asked.contentHash() + ", kind=WITHDRAWAL, notice=" + asked.number() + "}";
        assertThat(entries().subList(before, entries().size()))
                .containsExactly(
                        "CORRECTION_OPENED " + author + " {notice=" + correction.number() + "}",
                        "WITHDRAWAL_OPENED " + author + " {notice=" + withdrawal.number() + "}",
                        "NOTICE_ASKED " + author + " {hash=" + asked.contentHash() + ", notice=" + asked.number() + "}",
                        "NOTICE_APPROVED " + approver + " {" + facts,
                        "RECIPIENTS_FIXED system {count=2, notice=" + asked.number() + "}",
                        "NOTICE_STOPPED " + approver + " {notice=" + asked.number() + "}");
    }

    @Test
    void a_refused_step_leaves_no_entry() {
        world.visitors(1);
        Notice asked = world.asked(world.content());
        int before = entries().size();
        assertThat(notices.approve(world.author, asked.id(), String.valueOf(asked.contentHash())))
                .isInstanceOf(NoticeOutcome.OwnNotice.class);
        assertThat(notices.pause(world.author, asked.id())).isInstanceOf(NoticeOutcome.NotNow.class);
        assertThat(entries()).hasSize(before);
    }
}
