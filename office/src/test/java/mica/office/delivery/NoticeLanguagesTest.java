package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.text.Language;
import mica.exchange.text.PseudoLanguage;
import mica.exchange.text.TestLanguages;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticeText;
import mica.office.notice.Notices;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticeLanguagesTest {

    private static final String JAPANESE = "同じ期間に登録された方全員に";
    private static final String ENGLISH = "Everyone who registered during that time";
    private static final String PSEUDO = PseudoLanguage.of(ENGLISH);

    @TempDir
    Path folder;

    private NoticeWorld world;

    @BeforeEach
    void begin() {
        world = new NoticeWorld(folder);
    }

    @AfterEach
    void end() {
        world.close();
    }

    @Test
    void a_notice_holds_its_readers_language_and_the_authoritys_own() throws Exception {
        for (String tag : List.of("ja", "en", PseudoLanguage.TAG, "vi")) {
            world.checkIn(
                    tag.toLowerCase(java.util.Locale.ROOT) + "@example.jp",
                    world.venue,
                    world.entrance,
                    NoticeWorld.FROM.plusSeconds(60),
                    Language.of(tag),
                    true);
        }
        world.deliver(world.approved(world.content()).id());
        assertThat(world.addressees()).hasSize(4);
        for (MimeMessage mail : world.mails()) {
            String text = text(mail);
            switch (NoticeWorld.addressee(mail)) {
                case "en@example.jp" -> {
                    assertThat(text).containsSubsequence(ENGLISH, JAPANESE).doesNotContain(PSEUDO);
                    assertThat(mail.getHeader("Content-Language", null)).isEqualTo("en");
                }
                case "en-xa@example.jp" -> {
                    assertThat(text).containsSubsequence(PSEUDO, JAPANESE).doesNotContain(ENGLISH);
                    assertThat(mail.getSubject()).contains(PseudoLanguage.of("Important information"));
                    assertThat(mail.getHeader("Content-Language", null)).isEqualTo(PseudoLanguage.TAG);
                    assertThat(PseudoLanguage.foreign(text.substring(0, text.indexOf("────"))
                                    .replaceAll("みちのく食堂|\\b(?:Sun|Mon|Tue|Wed|Thu|Fri|Sat|Apr|May)\\b", " ")))
                            .isEmpty();
                }
                // One whose language there are no texts in, as of a front that is newer than the office, too.
                default -> {
                    assertThat(text).contains(JAPANESE).doesNotContain(ENGLISH, PSEUDO);
                    assertThat(mail.getHeader("Content-Language", null)).isEqualTo("ja");
                }
            }
        }
    }

    private static String text(MimeMessage mail) throws Exception {
        return ((MimeMultipart) mail.getContent()).getBodyPart(0).getContent().toString();
    }

    @Test
    void languages_that_no_officer_writes_are_filled_in_and_approved_with_the_rest() {
        world.visitors(1);
        NoticeContent japanese = written(world.content(), "担当者が書いた文。電話 022-211-0000");
        Notice draft = world.draft(japanese);
        assertThat(draft.content().text(TestLanguages.JA).body()).startsWith("担当者が書いた文。");
        for (Language language : List.of(TestLanguages.EN, TestLanguages.PSEUDO)) {
            assertThat(draft.content().text(language)).isEqualTo(world.content().text(language));
        }
        Notice asked = NoticeWorld.done(world.notices().ask(world.author, draft.id(), draft.version()));
        assertThat(asked.contentHash()).isEqualTo(draft.content().hash()).isNotEqualTo(japanese.hash());
    }

    @Test
    void ready_texts_follow_the_facts_and_written_ones_stay() {
        Notice draft = world.draft(written(world.content(), "はじめの文。電話 022-211-0000"));
        Map<Language, NoticeText> texts = new HashMap<>(draft.content().texts());
        NoticeText own = new NoticeText("Own words", "An officer wrote this. Phone 022-211-0000");
        texts.put(TestLanguages.EN, own);
        NoticeContent later = new NoticeContent(
                NoticeKind.FIRST,
                null,
                draft.content().places(),
                NoticeWorld.FROM.plusSeconds(7_200),
                NoticeWorld.TO,
                true,
                texts);
        Notice changed = NoticeWorld.done(world.notices().save(world.author, draft.id(), draft.version(), later));
        assertThat(changed.content().text(TestLanguages.EN)).isEqualTo(own);
        assertThat(changed.content().text(TestLanguages.JA).body()).startsWith("はじめの文。");
        assertThat(changed.content().text(TestLanguages.PSEUDO).body())
                .isNotEqualTo(draft.content().text(TestLanguages.PSEUDO).body())
                .contains(PSEUDO);
    }

    @Test
    void a_correction_is_written_once_and_referred_to_in_other_languages() {
        world.visitors(1);
        Notice first = world.approved(world.content());
        world.deliver(first.id());
        Notices notices = world.notices();
        NoticeContent correction = NoticeWorld.done(notices.followUp(world.author, first.id(), NoticeKind.CORRECTION))
                .content();
        assertThat(correction.text(TestLanguages.JA).body()).contains("○○○○");
        for (Language language : List.of(TestLanguages.EN, TestLanguages.PSEUDO)) {
            assertThat(correction.text(language).body()).doesNotContain("○").contains("日本語", first.number());
        }
    }

    private static NoticeContent written(NoticeContent content, String body) {
        return content.withTexts(Map.of(
                TestLanguages.JA, new NoticeText(content.text(TestLanguages.JA).subject(), body)));
    }
}
