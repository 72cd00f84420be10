package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import mica.exchange.address.EmailAddress;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.Language;
import mica.exchange.text.TestLanguages;
import mica.office.message.HeaderText;
import mica.office.message.MailCharset;
import mica.office.message.MailSender;
import mica.office.message.MailStyle;
import mica.office.message.MessageComposer;
import mica.office.message.MessageSigner;
import mica.office.message.Octets;
import mica.office.message.OutgoingMessage;
import mica.office.message.PreparedMessage;
import mica.office.message.ReturnPaths;
import mica.office.message.Slots;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreparedNoticeTest {

    private static final UUID BOUNDARY = UUID.fromString("00000000-0000-4000-8000-0000000000b0");

    @TempDir
    Path folder;

    private NoticeWorld world;
    private MessageComposer composer;

    @BeforeEach
    void open() {
        world = new NoticeWorld(folder);
        composer = composer(MessageSigner.NONE);
    }

    @AfterEach
    void close() {
        world.close();
    }

    private MessageComposer composer(MessageSigner signer) {
        MailSender sender = MailSender.of(EmailAddress.of("mica@pref.example.jp"));
        return new MessageComposer(
                new MailStyle(sender, ReturnPaths.fixed(sender.returnPath()), signer, Set.of("iso.example.jp")),
                () -> world.service,
                world.clock);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "お知らせ",
                "long: 本文本文本文。",
                "Emoji 👩‍👩‍👧 and ① ㈱ 髙﨑 and a tab\tand trailing spaces   \n\n\n.\n..\nFrom here\n=3D <b>&amp;</b>",
                "https://mica.example.jp/e/0000000000000000000000000000000000000000",
                "\r\nlone \r and \n"
            })
    void a_prepared_mail_is_the_mail_that_is_written_for_one(String awkward) throws Exception {
        String body = awkward.startsWith("long") ? awkward.repeat(3_000) : awkward;
        for (Language language : Language.all()) {
            for (int shift = 0; shift < 3; shift++) {
                compare(content("件名 ".repeat(1 + shift) + awkward, "x".repeat(shift) + body), language);
            }
        }
    }

    private NoticeContent content(String subject, String body) {
        NoticeContent usual = world.content();
        Map<Language, NoticeText> texts = new HashMap<>();
        for (Language language : Language.all()) {
            texts.put(language, new NoticeText(subject, body));
        }
        return new NoticeContent(
                usual.kind(), null, usual.places(), usual.from(), usual.to(), usual.includeUnconfirmed(), texts);
    }

    private void compare(NoticeContent content, Language language) throws Exception {
        Notice notice = world.draft(content);
        NoticeMail mail = new NoticeMail(world.office.jdbi(), world.secrets.links(), () -> world.service);
        PreparedMessage prepared =
                composer.prepare(slots -> mail.to(notice, slots, language), MailCharset.UTF_8, BOUNDARY, world.now);
        for (String address :
                List.of("a@b.jp", "a..b@docomo.ne.jp", "x".repeat(64) + "@" + "y".repeat(60) + ".example.jp")) {
            Slots slots = slots(address);
            byte[] one = composer.compose(mail.to(notice, slots, language));
            byte[] filled = fill(prepared, slots);
            // The parts' boundary is the only thing that is one's own in a mail to one.
            String boundary = slots.messageId().toString().replace("-", "");
            assertThat(text(filled).replace(BOUNDARY.toString().replace("-", ""), boundary))
                    .isEqualTo(text(one));
            MimeMessage parsed = parsed(filled);
            assertThat(ReadableMail.everything(parsed)
                            .replace(BOUNDARY.toString().replace("-", ""), boundary))
                    .isEqualTo(ReadableMail.everything(parsed(one)))
                    .contains("/e/" + slots.erase().text());
            assertThat(parsed.getMessageID()).isEqualTo("<" + slots.messageId() + "@pref.example.jp>");
        }
    }

    /** What a session asks amid a window would wait for a database that is away, and leave the window uncertain. */
    @Test
    void nothing_is_asked_for_a_reader_once_a_mail_of_the_kind_was_made() {
        world.visitors(1);
        AtomicInteger asked = new AtomicInteger();
        NoticeMail mail = new NoticeMail(world.office.jdbi(), world.secrets.links(), () -> {
            asked.incrementAndGet();
            return world.service;
        });
        Notice notice = world.approved(world.content());
        Letters letters = mail.prepared(notice, composer);
        ChunkStore.ChunkPerson reader = new ChunkStore.ChunkPerson(
                1, NoticeWorld.DAY, world.venue, NoticeWorld.FROM, UUID.randomUUID(), TestLanguages.JA);
        letters.fill(reader, EmailAddress.of("first@example.jp"), new Octets(8_192), 0);
        int before = asked.get();
        letters.fill(reader, EmailAddress.of("second@example.jp"), new Octets(8_192), 0);
        assertThat(asked).hasValue(before);
    }

    @Test
    void domains_that_want_iso_2022_jp_get_it_unless_it_would_lose_something() throws Exception {
        NoticeMail mail = new NoticeMail(world.office.jdbi(), world.secrets.links(), () -> world.service);
        Notice plain = world.draft(content("お知らせ", "本文です。"));
        Notice emoji = world.draft(content("お知らせ", "本文です。🙇"));
        Slots slots = slots("reader@iso.example.jp");
        MailCharset wanted = composer.charsetFor("iso.example.jp");
        assertThat(wanted).isEqualTo(MailCharset.ISO_2022_JP);
        for (Notice notice : List.of(plain, emoji)) {
            byte[] filled = fill(
                    composer.prepare(one -> mail.to(notice, one, TestLanguages.JA), wanted, BOUNDARY, world.now),
                    slots);
            byte[] one = composer.compose(mail.to(notice, slots, TestLanguages.JA));
            assertThat(text(filled).replace(BOUNDARY.toString(), "").replaceAll("=_a_[0-9a-f]{32}", ""))
                    .isEqualTo(text(one).replaceAll("=_a_[0-9a-f]{32}", ""));
            assertThat(ReadableMail.everything(parsed(filled)))
                    .contains("/e/" + slots.erase().text());
            assertThat(text(filled).contains("charset=ISO-2022-JP")).isEqualTo(notice == plain);
        }
    }

    @ParameterizedTest
    @MethodSource("mica.exchange.text.Language#all")
    void the_token_of_unsubscribing_fills_its_header_and_no_other_place(Language language) {
        Slots slots = slots("reader@example.jp");
        PreparedMessage prepared = composer.prepare(
                one -> new OutgoingMessage(
                        one.messageId(),
                        one.to(),
                        language,
                        HeaderText.of("x"),
                        "erase " + one.erase().text(),
                        "<p>" + one.erase().text() + "</p>",
                        List.of(),
                        Map.of(
                                "List-Unsubscribe",
                                HeaderText.of("<https://mica.example.jp/u/"
                                        + one.unsubscribe().text() + ">"))),
                MailCharset.UTF_8,
                BOUNDARY,
                world.now);
        String filled = text(fill(prepared, slots));
        assertThat(filled.replace("\r\n ", " "))
                .contains("List-Unsubscribe: <https://mica.example.jp/u/"
                        + slots.unsubscribe().text() + ">");
        assertThat(filled).doesNotContain(slots.erase().text()).doesNotContain("slot-");
    }

    @Test
    void one_persons_mail_leaves_nothing_in_the_next_ones() {
        NoticeMail mail = new NoticeMail(world.office.jdbi(), world.secrets.links(), () -> world.service);
        Notice notice = world.draft(world.content());
        PreparedMessage prepared = composer.prepare(
                slots -> mail.to(notice, slots, TestLanguages.JA), MailCharset.UTF_8, BOUNDARY, world.now);
        Slots first = slots("first-reader@example.jp");
        Slots second = slots("b@c.jp");
        byte[] alone = fill(prepared, second);
        Octets octets = new Octets(16);
        int length = prepared.into(first, octets);
        prepared.into(second, octets);
        assertThat(Arrays.copyOfRange(octets.array(), length, octets.length())).isEqualTo(alone);
        octets.clear();
        prepared.into(second, octets);
        assertThat(new String(octets.array(), StandardCharsets.US_ASCII)).doesNotContain("first-reader");
    }

    @Test
    void a_signers_header_stands_on_top_and_it_was_shown_the_whole_message() {
        byte[][] shown = new byte[1][];
        int[] body = new int[1];
        MessageComposer signing = composer((message, bodyStart, length) -> {
            shown[0] = Arrays.copyOf(message, length);
            body[0] = bodyStart;
            return "DKIM-Signature: v=1\r\n".getBytes(StandardCharsets.US_ASCII);
        });
        NoticeMail mail = new NoticeMail(world.office.jdbi(), world.secrets.links(), () -> world.service);
        Notice notice = world.draft(world.content());
        Slots slots = slots("reader-with-a-longer-name@example.jp");
        String plain = text(fill(
                composer.prepare(one -> mail.to(notice, one, TestLanguages.JA), MailCharset.UTF_8, BOUNDARY, world.now),
                slots));
        String signed = text(fill(
                signing.prepare(one -> mail.to(notice, one, TestLanguages.JA), MailCharset.UTF_8, BOUNDARY, world.now),
                slots));
        assertThat(signed).isEqualTo("DKIM-Signature: v=1\r\n" + plain);
        assertThat(text(shown[0])).isEqualTo(plain);
        assertThat(plain.substring(0, body[0])).endsWith("\r\n\r\n");
        assertThat(plain.indexOf("\r\n\r\n") + 4).isEqualTo(body[0]);
        MessageComposer broken = composer((message, bodyStart, length) -> "X: y\n".getBytes(StandardCharsets.US_ASCII));
        PreparedMessage prepared =
                broken.prepare(one -> mail.to(notice, one, TestLanguages.JA), MailCharset.UTF_8, BOUNDARY, world.now);
        assertThatIllegalArgumentException().isThrownBy(() -> fill(prepared, slots));
    }

    private static Slots slots(String address) {
        EmailAddress to = EmailAddress.of(address);
        java.util.Random random = new java.util.Random(address.hashCode());
        return new Slots(
                to,
                EmailAddress.of("bounce@pref.example.jp"),
                UUID.nameUUIDFromBytes(address.getBytes(StandardCharsets.US_ASCII)),
                LinkToken.random(random),
                LinkToken.random(random));
    }

    private static byte[] fill(PreparedMessage prepared, Slots slots) {
        Octets octets = new Octets(64);
        int length = prepared.into(slots, octets);
        return Arrays.copyOf(octets.array(), length);
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.US_ASCII);
    }

    private static MimeMessage parsed(byte[] octets) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }
}
