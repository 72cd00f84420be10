package mica.office.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.TestLanguages;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mails in ISO-2022-JP, read by a decoder that knows RFC 1468 and nothing more. */
class Iso2022JpTest {

    private static final Instant NOW = Instant.parse("2020-05-25T01:02:03Z");
    private static final Pattern WORD = Pattern.compile("=\\?ISO-2022-JP\\?B\\?([A-Za-z0-9+/=]*)\\?=");
    private static final Charset JIS_X_0208 = Charset.forName("x-JIS0208");

    private final MessageComposer composer = new MessageComposer(
            new MailStyle(
                    MailSender.of(EmailAddress.of("mica@pref.example.jp")),
                    ReturnPaths.fixed(EmailAddress.of("mica@pref.example.jp")),
                    MessageSigner.NONE,
                    Set.of("old.example.jp")),
            () -> TestFacts.service(false),
            () -> NOW);

    @ParameterizedTest
    @CsvSource({
        "ｶﾗｵｹ試験 仙台ﾋﾞﾙ店, カラオケ試験 仙台ビル店",
        "ﾊﾟﾋﾟﾌﾟ ｳﾞｨﾗ ﾞﾟ, パピプ ヴィラ ゛゜",
        "カﾞはﾟ亜ﾞ, ガぱ亜゛",
        "｢ｶﾌｪ･ﾄﾞ･ﾊﾟﾘ｣､｡ｰ, 「カフェ・ド・パリ」、。ー",
        "ABC ｱ DEF, ABC ア DEF"
    })
    void half_width_kana_become_full_width_in_every_place(String typed, String read) throws Exception {
        byte[] octets = mail(typed);
        assertThat(new String(octets, StandardCharsets.US_ASCII)).doesNotContain("UTF-8?B");
        MimeMultipart mixed = (MimeMultipart) MessageComposerTest.parse(octets).getContent();
        assertThat(words(header(octets, "Subject"))).isEqualTo(read);
        assertThat(words(mixed.getBodyPart(1).getHeader("Content-Type")[0])).isEqualTo(read + ".pdf");
        MimeMultipart parts = (MimeMultipart) mixed.getBodyPart(0).getContent();
        assertThat(strict(parts.getBodyPart(0).getInputStream())).isEqualTo(read + "\r\n");
        assertThat(strict(parts.getBodyPart(1).getInputStream())).isEqualTo("<p>" + read + "</p>");
        for (int i = 0; i < 2; i++) {
            assertThat(parts.getBodyPart(i).getContentType()).contains("charset=ISO-2022-JP");
        }
    }

    @Test
    void a_voiced_letter_is_never_parted_between_two_words() throws Exception {
        String typed = "ｶﾞﾊﾟ".repeat(80);
        assertThat(words(header(mail(typed), "Subject"))).isEqualTo("ガパ".repeat(80));
    }

    @ParameterizedTest
    @ValueSource(strings = {"①", "髙", "﨑", "～", "－", "🍶", "𠮷", "é", "한", "ﾜﾞ", "㈱", "㌀", "Ⅲ", "№"})
    void what_the_set_does_not_have_makes_the_whole_mail_utf_8(String letter) throws Exception {
        String typed = "ｶﾗｵｹ" + letter + "店";
        byte[] octets = mail(typed);
        assertThat(new String(octets, StandardCharsets.US_ASCII)).doesNotContain("ISO-2022-JP");
        MimeMessage message = MessageComposerTest.parse(octets);
        assertThat(message.getSubject()).isEqualTo(typed);
        MimeMultipart parts = (MimeMultipart)
                ((MimeMultipart) message.getContent()).getBodyPart(0).getContent();
        assertThat(parts.getBodyPart(0).getContent()).isEqualTo(typed + "\r\n");
    }

    @Test
    void no_letter_whatever_leads_to_another_set() throws Exception {
        for (int c = 0x20; c < 0x20000; c++) {
            String letter = Character.toString(c);
            if (MailCharset.ISO_2022_JP.writes(letter)) {
                assertThat(strict(MailCharset.ISO_2022_JP.octets("a" + letter + "b")))
                        .as("U+%04X", c)
                        .startsWith("a")
                        .endsWith("b");
            }
        }
        assertThat(MailCharset.ISO_2022_JP.writes("〜−ー漢字かなカナ")).isTrue();
    }

    private byte[] mail(String words) {
        return composer.compose(new OutgoingMessage(
                UUID.fromString("00000000-0000-4000-8000-000000000001"),
                EmailAddress.of("visitor@old.example.jp"),
                TestLanguages.JA,
                HeaderText.of(words),
                words + "\n",
                "<p>" + words + "</p>",
                List.of(new Attachment(HeaderText.of(words + ".pdf"), "application/pdf", new byte[1])),
                Map.of()));
    }

    private static String header(byte[] octets, String name) throws Exception {
        return MessageComposerTest.parse(octets).getHeader(name)[0];
    }

    /** Each word by itself, as readers do. */
    private static String words(String header) {
        StringBuilder text = new StringBuilder();
        Matcher word = WORD.matcher(header);
        while (word.find()) {
            text.append(strict(Base64.getDecoder().decode(word.group(1))));
        }
        return text.toString();
    }

    private static String strict(InputStream octets) throws IOException {
        return strict(octets.readAllBytes());
    }

    private static String strict(byte[] octets) {
        StringBuilder text = new StringBuilder();
        boolean twoByte = false;
        int i = 0;
        while (i < octets.length) {
            if (octets[i] == 0x1B) {
                String shift = new String(octets, i + 1, 2, StandardCharsets.US_ASCII);
                assertThat(shift).isIn("(B", "(J", "$B", "$@");
                twoByte = shift.startsWith("$");
                i += 3;
            } else if (twoByte) {
                assertThat(octets[i]).isBetween((byte) 0x21, (byte) 0x7E);
                assertThat(octets[i + 1]).isBetween((byte) 0x21, (byte) 0x7E);
                text.append(new String(octets, i, 2, JIS_X_0208));
                i += 2;
            } else {
                assertThat(octets[i]).isNotNegative();
                text.append((char) octets[i]);
                i++;
            }
        }
        assertThat(twoByte).as("ends in ASCII").isFalse();
        return text.toString();
    }
}
