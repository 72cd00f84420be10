package mica.office.door;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.Language;
import mica.exchange.venue.VenueCode;
import mica.office.applications.ApplicationMails;
import mica.office.intake.ConfirmationMail;
import mica.office.ledger.HeadMail;
import mica.office.message.Attachment;
import mica.office.message.HeaderText;
import mica.office.message.MailBody;
import mica.office.message.MailSender;
import mica.office.message.MessageComposer;
import mica.office.message.OutgoingMessage;
import mica.office.message.TestFacts;
import mica.office.notice.Notices;
import mica.office.venues.PosterMail;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class DoorMailsTest {

    private static final EmailAddress TO = EmailAddress.of("visitor@example.com");
    private static final String TOKEN = "0123456789abcdef0123456789abcdef01234567";
    private static final LinkToken ERASES =
            LinkToken.read("fedcba9876543210fedcba9876543210fedcba98").orElseThrow();
    private static final LinkToken CONFIRMS = ERASES.confirming();
    private static final VenueCode CODE = VenueCode.random(new Random(5));

    private final DoorMails mails = mails(false);

    @Test
    void a_confirmation_says_where_when_what_to_press_and_how_to_erase() {
        OutgoingMessage mail = write(MailKind.CONFIRMATION, Language.JA);
        assertThat(mail.subject().text()).isEqualTo("登録を完了してください（みやぎお知らせコロナアプリ）");
        assertThat(mail.text())
                .contains("居酒屋 いろは", "2階", "2020年5月25日（月）18:30", "28日", "宮城県", "022-000-0000")
                .containsSubsequence(
                        "▼ 登録を完了する\nhttps://mica.example.jp/c/" + CONFIRMS.text(),
                        "▼ 登録を消去する\nhttps://mica.example.jp/e/" + ERASES.text());
        assertThat(mail.text() + mail.html()).doesNotContain("/c/" + ERASES.text(), "/e/" + CONFIRMS.text());
        assertThat(mail.headers())
                .containsExactly(
                        Map.entry(
                                "List-Unsubscribe", HeaderText.of("<https://mica.example.jp/e/" + ERASES.text() + ">")),
                        Map.entry("List-Unsubscribe-Post", HeaderText.of("List-Unsubscribe=One-Click")),
                        Map.entry("Feedback-ID", HeaderText.of("confirmation:door:mica:mica-mail")));
        OutgoingMessage english = write(MailKind.CONFIRMATION, Language.EN);
        assertThat(english.text()).contains("Complete the registration", "Mon 25 May 2020, 18:30", "Miyagi Prefecture");
    }

    @ParameterizedTest
    @MethodSource("ownKinds")
    void html_and_text_say_the_same_in_every_language(MailKind kind) {
        for (Language language : Language.values()) {
            OutgoingMessage mail = write(kind, language);
            Document html = Jsoup.parse(mail.html());
            String seen = html.body().text().replaceAll("\\s", "");
            html.select("a").forEach(link -> assertThat(mail.text()).contains(link.attr("href")));
            for (String line : mail.text().split("\n")) {
                if (!line.startsWith("http") && !line.startsWith("---")) {
                    assertThat(seen).contains(line.replaceAll("^(■|▼) ", "").replaceAll("\\s", ""));
                }
            }
            assertThat(mail.text() + mail.subject()).doesNotContain("⟦").doesNotContainPattern("\\{\\d}");
            assertThat(requireNonNull(html.selectFirst("html")).attr("lang")).isEqualTo(language.tag());
        }
    }

    @Test
    void japanese_lines_are_short_enough_for_a_phone() {
        bundle(Language.JA).forEach((key, text) -> {
            if (!key.toString().endsWith("subject")) {
                text.toString()
                        .lines()
                        .forEach(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(35));
            }
        });
    }

    @Test
    void every_text_is_there_in_every_language() {
        assertThat(bundle(Language.EN).keySet()).isEqualTo(bundle(Language.JA).keySet());
        bundle(Language.JA)
                .forEach((key, text) -> assertThat(
                                places(requireNonNull(bundle(Language.EN).get(key))))
                        .as(key.toString())
                        .isEqualTo(places(text)));
    }

    @Test
    void what_people_typed_stays_text() {
        Map<String, String> parameters = parameters();
        parameters.put("venue", "<b>{0}</b> & \"co\" $1 \\");
        parameters.put("message", "電話番号を確認してください。\n<script>alert(1)</script>");
        OutgoingMessage mail = mails.write(queued(ApplicationMails.RETURNED, Language.JA, parameters), TO)
                .orElseThrow();
        Document html = Jsoup.parse(mail.html());
        assertThat(html.select("script, b")).isEmpty();
        assertThat(html.text()).contains("<b>{0}</b> & \"co\" $1 \\", "<script>alert(1)</script>");
        assertThat(mail.text()).contains("<b>{0}</b> & \"co\" $1 \\", "電話番号を確認してください。");
    }

    @Test
    void posters_come_as_a_file_named_after_the_venue() {
        Map<String, String> parameters = parameters();
        parameters.put("venue", "喫茶/..\\:*?\"<>| 髙﨑　本店\r\n" + "長".repeat(300));
        OutgoingMessage mail = mails.write(queued(PosterMail.KIND, Language.JA, parameters), TO)
                .orElseThrow();
        Attachment attachment = mail.attachments().getFirst();
        assertThat(attachment.content()).isEqualTo(CODE.value().getBytes(StandardCharsets.US_ASCII));
        assertThat(attachment.type()).isEqualTo("application/pdf");
        assertThat(attachment.fileName().text())
                .startsWith("みやぎお知らせコロナアプリ_ポスター_喫茶_.._髙﨑_本店_長")
                .endsWith("長.pdf")
                .hasSizeLessThan(100);
        assertThat(mail.text()).contains(CODE.value());
    }

    @Test
    void a_link_that_is_no_token_makes_no_mail() {
        for (String link : List.of("", "../admin", TOKEN + "?x=y", "http://example.com/" + TOKEN)) {
            Map<String, String> parameters = parameters();
            parameters.put("link", link);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> mails.write(queued(MailKind.CONFIRMATION, Language.JA, parameters), TO));
        }
    }

    @Test
    void a_test_of_a_notice_is_left_to_those_who_know_notices() {
        assertThat(mails.write(queued(Notices.TEST_MAIL, Language.JA, parameters()), TO)
                        .orElseThrow()
                        .subject()
                        .text())
                .isEqualTo("notice 42");
    }

    @Test
    void the_demo_says_so_first() {
        OutgoingMessage mail = mails(true)
                .write(queued(MailKind.CONFIRMATION, Language.JA, parameters()), TO)
                .orElseThrow();
        assertThat(mail.text()).startsWith("【デモ】");
        assertThat(Jsoup.parse(mail.html()).text()).startsWith("【デモ】");
        assertThat(write(MailKind.CONFIRMATION, Language.JA).text()).doesNotContain("デモ");
    }

    private OutgoingMessage write(MailKind kind, Language language) {
        Map<String, String> parameters = parameters();
        if (kind.equals(MailKind.CONFIRMATION)) {
            parameters.remove("link");
        }
        return mails.write(queued(kind, language, parameters), TO).orElseThrow();
    }

    @Test
    void a_confirmation_queued_before_there_were_two_links_has_its_one_for_both() {
        OutgoingMessage mail = mails.write(queued(MailKind.CONFIRMATION, Language.JA, parameters()), TO)
                .orElseThrow();
        assertThat(mail.text()).contains("/c/" + TOKEN, "/e/" + TOKEN);
    }

    /** Whoever reads over a shoulder, or sees a locked phone, learns nothing; nobody advertises by a name. */
    @Test
    void no_subject_names_a_venue() {
        for (MailKind kind : kinds()) {
            for (Language language : Language.values()) {
                assertThat(write(kind, language).subject().text())
                        .as(kind.name())
                        .doesNotContain("いろは");
            }
        }
    }

    @Test
    void what_an_applicant_typed_is_in_no_mail_before_an_officer_has_seen_it() {
        for (MailKind kind : List.of(ApplicationMails.RECEIVED, ApplicationMails.WITHDRAWN)) {
            for (Language language : Language.values()) {
                OutgoingMessage mail = write(kind, language);
                assertThat(mail.subject().text() + mail.text() + mail.html())
                        .contains("A-7K3M-92QX")
                        .doesNotContain("いろは", "2階", "定員");
            }
        }
        assertThat(write(ApplicationMails.RETURNED, Language.JA).text()).contains("居酒屋 いろは");
    }

    static DoorMails mails(boolean demo) {
        ServiceFacts facts = TestFacts.service(demo);
        MessageComposer composer = new MessageComposer(
                MailSender.of(EmailAddress.of("mica@pref.example.jp")),
                () -> facts,
                () -> Instant.parse("2020-05-25T10:00:00Z"));
        return new DoorMails(composer, writers());
    }

    /** Those of every feature; the test of a notice is stood in for. */
    private static List<MailWriter> writers() {
        List<MailWriter> writers = new ArrayList<>(ApplicationMails.writers());
        writers.add(ConfirmationMail.writer(visit -> ERASES));
        writers.add(PosterMail.writer(code -> code.value().getBytes(StandardCharsets.US_ASCII)));
        writers.add(HeadMail.writer());
        writers.add(new MailWriter(
                Notices.TEST_MAIL,
                (mail, to, service) -> Optional.of(new OutgoingMessage(
                        mail.id(),
                        to,
                        mail.language(),
                        HeaderText.of("notice " + mail.parameter("notice")),
                        "t",
                        "h",
                        List.of(),
                        Map.of()))));
        return writers;
    }

    static List<MailKind> kinds() {
        return writers().stream().map(MailWriter::kind).toList();
    }

    static List<MailKind> ownKinds() {
        return kinds().stream().filter(kind -> !kind.equals(Notices.TEST_MAIL)).toList();
    }

    public static Map<String, String> parameters() {
        return new HashMap<>(Map.of(
                "link", TOKEN,
                "venue", "居酒屋 いろは",
                "spot", "2階",
                "arrivedAt", "2020-05-25T09:30:00Z",
                "receiptNumber", "A-7K3M-92QX",
                "message", "定員を教えてください。",
                "venueCode", CODE.value(),
                "notice", "42",
                "line", "mica-ledger-head 1 7"));
    }

    private static QueuedMail queued(MailKind kind, Language language, Map<String, String> parameters) {
        return new QueuedMail(
                UUID.randomUUID(),
                kind,
                language,
                parameters,
                new QueuedMail.SealedRecipient(
                        QueuedMail.SealedBy.OFFICE, LocalDate.of(2020, 5, 25), new byte[0], new byte[0]));
    }

    private static Properties bundle(Language language) {
        Properties bundle = new Properties();
        try (var in = MailBody.class.getResourceAsStream("texts_" + language.tag() + ".properties")) {
            bundle.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (java.io.IOException failed) {
            throw new java.io.UncheckedIOException(failed);
        }
        return bundle;
    }

    private static List<String> places(Object text) {
        return java.util.regex.Pattern.compile("\\{\\d}")
                .matcher(text.toString())
                .results()
                .map(java.util.regex.MatchResult::group)
                .distinct()
                .sorted()
                .toList();
    }
}
