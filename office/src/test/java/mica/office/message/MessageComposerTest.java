package mica.office.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.mail.BodyPart;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.TestLanguages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class MessageComposerTest {

    private static final Instant NOW = Instant.parse("2020-05-25T01:02:03Z");
    private static final UUID ID = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final MailSender SENDER = new MailSender(
            EmailAddress.of("mica@pref.example.jp"),
            EmailAddress.of("bounce@pref.example.jp"),
            EmailAddress.of("answers@pref.example.jp"));

    private final MessageComposer composer = new MessageComposer(SENDER, () -> TestFacts.service(false), () -> NOW);

    @Test
    void headers_say_who_what_when_and_that_it_is_automatic() throws Exception {
        MimeMessage message = parse(composer.compose(mail("登録を完了してください", List.of())));
        InternetAddress from = (InternetAddress) message.getFrom()[0];
        assertThat(from.getPersonal()).isEqualTo("みやぎお知らせコロナアプリ");
        assertThat(from.getAddress()).isEqualTo("mica@pref.example.jp");
        assertThat(message.getSubject()).isEqualTo("登録を完了してください");
        assertThat(message.getHeader("To", null)).isEqualTo("visitor@example.com");
        assertThat(message.getHeader("Reply-To", null)).isEqualTo("answers@pref.example.jp");
        assertThat(message.getHeader("Message-ID", null)).isEqualTo("<" + ID + "@pref.example.jp>");
        assertThat(message.getHeader("Date", null)).isEqualTo("Mon, 25 May 2020 10:02:03 +0900");
        assertThat(message.getHeader("Auto-Submitted", null)).isEqualTo("auto-generated");
        assertThat(message.getHeader("Content-Language", null)).isEqualTo("ja");
    }

    @Test
    void text_and_html_stand_beside_each_other() throws Exception {
        MimeMultipart parts =
                (MimeMultipart) parse(composer.compose(mail("x", List.of()))).getContent();
        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo("本文 𠮷髙﨑葛󠄀\r\n.\r\n🍶\r\n");
        assertThat(parts.getBodyPart(1).getContentType()).contains("text/html").contains("UTF-8");
        assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>本文</p>");
    }

    @Test
    void an_attachment_arrives_octet_for_octet_under_its_japanese_name() throws Exception {
        byte[] pdf = new byte[200_001];
        new Random(1).nextBytes(pdf);
        String name = "みやぎお知らせコロナアプリ_ポスター_居酒屋𠮷田🍶 \"本店\".pdf";
        byte[] octets =
                composer.compose(mail("x", List.of(new Attachment(HeaderText.of(name), "application/pdf", pdf))));
        MimeMultipart parts = (MimeMultipart) parse(octets).getContent();
        assertThat(parts.getContentType()).startsWith("multipart/mixed");
        BodyPart attachment = parts.getBodyPart(1);
        assertThat(attachment.getFileName()).isEqualTo(name);
        assertThat(attachment.getInputStream().readAllBytes()).isEqualTo(pdf);
        // By the older rule too.
        String older = attachment.getHeader("Content-Type")[0].replaceAll("(?s).*name=\"(.*)\".*", "$1");
        assertThat(jakarta.mail.internet.MimeUtility.decodeText(older.replaceAll("\\s+", " ")))
                .isEqualTo(name);
        assertShortAsciiLines(octets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "宮",
                "a very long English name with many words that must be folded somewhere between two of them, surely",
                "=?UTF-8?B?44GC?=",
                "葛󠄀飾区👨‍👩‍👧‍👦亭𠮷"
            })
    void subjects_of_every_kind_come_back_as_they_were(String subject) throws Exception {
        byte[] octets = composer.compose(mail(subject, List.of()));
        assertThat(parse(octets).getSubject()).isEqualTo(subject);
        assertShortAsciiLines(octets);
    }

    @Test
    void a_name_of_two_hundred_letters_folds() throws Exception {
        for (String letter : List.of("店", "𠮷", "x ")) {
            String subject = String.join("", Collections.nCopies(200, letter)).strip();
            byte[] octets = composer.compose(mail(subject, List.of()));
            assertThat(parse(octets).getSubject()).isEqualTo(subject);
            assertShortAsciiLines(octets);
        }
    }

    @Test
    void no_value_begins_a_header_of_its_own() throws Exception {
        for (String lineBreak :
                List.of("\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029", "\u0000", "\u000B", "\u000C")) {
            String evil = "x" + lineBreak + "Bcc: other@example.com" + lineBreak + lineBreak + "body";
            OutgoingMessage mail = new OutgoingMessage(
                    ID,
                    EmailAddress.of("visitor@example.com"),
                    TestLanguages.JA,
                    HeaderText.of(evil),
                    "t",
                    "h",
                    List.of(new Attachment(HeaderText.of(evil), "application/pdf", new byte[1])),
                    Map.of("List-Unsubscribe", HeaderText.of(evil)));
            MimeMessage message = parse(composer.compose(mail));
            assertThat(message.getHeader("Bcc")).isNull();
            assertThat(Collections.list(message.getAllHeaderLines())).hasSize(11);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Attachment(HeaderText.of("x"), "a/b\r\nBcc: c", new byte[0]));
        for (String name : List.of("Bcc", "X\r\nBcc", "X: y", "bcc", "", "Subject")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> composer.compose(new OutgoingMessage(
                            ID,
                            EmailAddress.of("visitor@example.com"),
                            TestLanguages.JA,
                            HeaderText.of("x"),
                            "t",
                            "h",
                            List.of(),
                            Map.of(name, HeaderText.of("x")))));
        }
    }

    @Test
    void broken_characters_and_direction_controls_do_no_harm() throws Exception {
        MimeMessage message = parse(composer.compose(mail("a\uD800b\u202Ec", List.of())));
        assertThat(message.getSubject()).isEqualTo("a\uFFFDb c");
    }

    @Test
    void the_demo_is_marked_in_every_subject() throws Exception {
        MessageComposer demo = new MessageComposer(SENDER, () -> TestFacts.service(true), () -> NOW);
        assertThat(parse(demo.compose(mail("登録", List.of()))).getSubject()).isEqualTo("【デモ】登録");
    }

    @Test
    void the_same_mail_at_the_same_time_is_the_same_octets() {
        Attachment attachment = new Attachment(HeaderText.of("店.pdf"), "application/pdf", new byte[10]);
        assertThat(composer.compose(mail("x", List.of(attachment))))
                .isEqualTo(composer.compose(mail("x", List.of(attachment))));
    }

    public static MimeMessage parse(byte[] octets) throws Exception {
        return new MimeMessage(jakarta.mail.Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    private static void assertShortAsciiLines(byte[] octets) {
        String message = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(message).matches(text -> text.chars().allMatch(c -> c < 0x7F));
        assertThat(message.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        assertThat(message.split("\r\n")).allMatch(line -> line.length() < 79);
    }

    private static OutgoingMessage mail(String subject, List<Attachment> attachments) {
        return new OutgoingMessage(
                ID,
                EmailAddress.of("visitor@example.com"),
                TestLanguages.JA,
                HeaderText.of(subject),
                "本文 𠮷髙﨑葛󠄀\n.\n🍶\n",
                "<p>本文</p>",
                attachments,
                Map.of());
    }
}
