package mica.office.door;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.Language;
import mica.office.message.MailSender;
import mica.office.message.MailStyle;
import mica.office.message.MessageComposer;
import mica.office.message.MessageComposerTest;
import mica.office.message.MessageSigner;
import mica.office.message.OutgoingMessage;
import mica.office.message.ReturnPaths;
import mica.office.message.TestFacts;
import mica.office.relay.FaultyRelay;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What holds for every kind of mail, as it travels, whatever people typed into it. */
class EveryMailTest {

    private static final Instant WRITTEN = Instant.parse("2020-05-25T10:00:00Z");
    private static final List<String> LINE_BREAKS =
            List.of("\r\n", "\n", "\r", "\r\n.\r\n", "\u0085", "\u2028", "\u0000", "\u000B", "\r\r\n", "\n\r");
    private static final Set<String> HEADERS = Set.of(
            "From",
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "Content-Language",
            "MIME-Version",
            "Content-Type",
            "List-Unsubscribe",
            "List-Unsubscribe-Post",
            "Feedback-ID");

    private static MessageComposer composer(Set<String> iso2022JpDomains) {
        MailSender sender = MailSender.of(EmailAddress.of("mica@pref.example.jp"));
        return new MessageComposer(
                new MailStyle(sender, ReturnPaths.fixed(sender.from()), MessageSigner.NONE, iso2022JpDomains),
                () -> TestFacts.service(false),
                () -> WRITTEN.plusSeconds(99));
    }

    @Test
    void nothing_typed_breaks_out_of_its_place() throws Exception {
        for (MailKind kind : DoorMailsTest.kinds()) {
            for (String slot : List.of("venue", "spot", "message", "receiptNumber", "line", "notice")) {
                for (String lineBreak : LINE_BREAKS) {
                    Map<String, String> parameters = DoorMailsTest.parameters();
                    parameters.put(slot, evil(lineBreak));
                    for (String to : List.of("visitor@example.com", "visitor@old.example.jp")) {
                        check(octets(kind, to, parameters), evil("\r\n"));
                    }
                }
            }
        }
    }

    private static String evil(String lineBreak) {
        return "x" + lineBreak + "Bcc: other@example.com" + lineBreak + lineBreak + ".QUIT" + lineBreak
                + "--=_a_00000000000040008000000000000001" + lineBreak + "y" + "あ".repeat(400);
    }

    private static byte[] octets(MailKind kind, String to, Map<String, String> parameters) {
        return composer(Set.of("old.example.jp"))
                .compose(write(kind, to, parameters).orElseThrow(), WRITTEN);
    }

    private static Optional<OutgoingMessage> write(MailKind kind, String to, Map<String, String> parameters) {
        return DoorMailsTest.mails(false).write(queued(kind, parameters), EmailAddress.of(to));
    }

    private static QueuedMail queued(MailKind kind, Map<String, String> parameters) {
        return new QueuedMail(
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                kind,
                Language.JA,
                parameters,
                new QueuedMail.SealedRecipient(
                        QueuedMail.SealedBy.OFFICE, LocalDate.of(2020, 5, 25), new byte[0], new byte[0]));
    }

    private static void check(byte[] octets, String evil) throws Exception {
        String wire = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(wire.chars().allMatch(c -> c >= 0x20 && c < 0x7F || c == '\r' || c == '\n' || c == '\t'))
                .isTrue();
        assertThat(wire.replace("\r\n", "")).doesNotContain("\r").doesNotContain("\n");
        assertThat(wire.split("\r\n"))
                .allMatch(line -> line.length() <= 78 || line.startsWith("List-Unsubscribe: "))
                .noneMatch(line -> line.equals("."));
        MimeMessage message = MessageComposerTest.parse(octets);
        Collections.list(message.getAllHeaders())
                .forEach(header -> assertThat(HEADERS).contains(header.getName()));
        assertThat(message.getAllRecipients()).hasSize(1);
        MimeMultipart parts = (MimeMultipart) message.getContent();
        if (parts.getContentType().startsWith("multipart/mixed")) {
            assertThat(parts.getCount()).isEqualTo(2);
            parts = (MimeMultipart) parts.getBodyPart(0).getContent();
        }
        assertThat(parts.getCount()).isEqualTo(2);
    }

    @Test
    void a_domain_that_wants_iso_2022_jp_gets_it_while_nothing_is_lost() throws Exception {
        Map<String, String> parameters = DoorMailsTest.parameters();
        MimeMessage old = parsed(MailKind.CONFIRMATION, "v@sub.old.example.jp", parameters);
        MimeMessage usual = parsed(MailKind.CONFIRMATION, "v@example.jp", parameters);
        assertThat(charsets(old)).containsOnly("ISO-2022-JP");
        assertThat(charsets(usual)).containsOnly("UTF-8");
        assertThat(old.getSubject()).isEqualTo(usual.getSubject()).contains("登録を完了");
        assertThat(old.getHeader("Subject", null)).contains("=?ISO-2022-JP?B?");
        assertThat(old.getFrom()[0]).isEqualTo(usual.getFrom()[0]);
        assertThat(text(old)).isEqualTo(text(usual)).contains("登録を完了する");
        assertThat(((MimeMultipart) old.getContent())
                        .getBodyPart(1)
                        .getContent()
                        .toString())
                .contains("charset=\"ISO-2022-JP\"")
                .contains("居酒屋 いろは");

        parameters.put("venue", "居酒屋 髙﨑");
        MimeMessage rare = parsed(MailKind.CONFIRMATION, "v@old.example.jp", parameters);
        assertThat(charsets(rare)).containsOnly("UTF-8");
        assertThat(text(rare)).contains("居酒屋 髙﨑");
        assertThat(charsets(parsed(MailKind.CONFIRMATION, "v@veryold.example.jp", DoorMailsTest.parameters())))
                .containsOnly("UTF-8");
    }

    private static MimeMessage parsed(MailKind kind, String to, Map<String, String> parameters) throws Exception {
        byte[] octets = octets(kind, to, parameters);
        check(octets, "");
        return MessageComposerTest.parse(octets);
    }

    private static List<String> charsets(Part message) throws Exception {
        MimeMultipart parts = (MimeMultipart) message.getContent();
        return List.of(charset(parts.getBodyPart(0)), charset(parts.getBodyPart(1)));
    }

    private static String charset(BodyPart part) throws Exception {
        return new jakarta.mail.internet.ContentType(part.getContentType()).getParameter("charset");
    }

    private static String text(MimeMessage message) throws Exception {
        return ((MimeMultipart) message.getContent())
                .getBodyPart(0)
                .getContent()
                .toString();
    }

    @Test
    void a_mail_tried_again_is_the_same_octets_hours_later(@TempDir Path folder) {
        try (DoorWorld given = new DoorWorld(folder)) {
            given.relay.answering(".", FaultyRelay.TAKE_AND_DROP);
            given.confirmation("visitor@example.com");
            DoorLane lane = given.lane();
            lane.sendDue();
            given.pass(Duration.ofHours(3)).relay.behavingAgain();
            lane.sendDue();
            List<FaultyRelay.Received> received = given.relay.received();
            assertThat(received).hasSize(2);
            String message = new String(received.getFirst().data(), StandardCharsets.ISO_8859_1);
            assertThat(new String(received.getLast().data(), StandardCharsets.ISO_8859_1))
                    .isEqualTo(message);
            assertThat(received.getFirst().from()).isEqualTo(received.getLast().from());
            assertThat(message).contains("Date: Mon, 25 May 2020 18:30:00 +0900");
        }
    }
}
