package mica.bench.notice;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LetterTest {

    private static final String TEXT = "感染情報のお知らせ。\r\n".repeat(60);
    private static final String HTML = "<html><body>" + TEXT + "</body></html>\r\n";

    @TempDir
    private Path folder;

    private static String part(String kind, String content) {
        return "--b\r\nContent-Type: text/" + kind + "; charset=UTF-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    private OfficeLetter ours() throws IOException {
        String mail = """
                DKIM-Signature: v=1; a=ed25519-sha256;\r
                 d=example.jp\r
                From: =?UTF-8?B?44GK55+l44KJ44Gb?=\r
                 <mica@example.jp>\r
                To: p1@example.jp\r
                Subject: =?UTF-8?B?44GK55+l44KJ44Gb?=\r
                Auto-Submitted: auto-generated\r
                MIME-Version: 1.0\r
                Content-Type: multipart/alternative; boundary=b\r
                \r
                """ + part("plain", TEXT) + part("html", HTML) + "--b--\r\n";
        return OfficeLetter.read(Files.writeString(folder.resolve("ours.eml"), mail));
    }

    @Test
    void a_mail_is_taken_apart_into_what_a_library_is_given() throws IOException {
        OfficeLetter letter = ours();
        assertThat(letter.from()).isEqualTo("お知らせ <mica@example.jp>");
        assertThat(letter.subject()).isEqualTo("お知らせ");
        assertThat(letter.headers())
                .isEqualTo(Map.of(
                        "DKIM-Signature", "v=1; a=ed25519-sha256; d=example.jp", "Auto-Submitted", "auto-generated"));
        assertThat(letter.text()).isEqualTo(TEXT);
        assertThat(letter.html()).isEqualTo(HTML);
    }

    @Test
    void angus_sends_what_ours_sends() throws IOException, MessagingException {
        OfficeLetter letter = ours();
        Path file = folder.resolve("angus.eml");
        try (OutputStream out = Files.newOutputStream(file)) {
            AngusMain.message(Session.getInstance(new Properties()), letter, 7).writeTo(out);
        }
        OfficeLetter theirs = OfficeLetter.read(file);
        assertThat(theirs.from()).isEqualTo(letter.from());
        assertThat(theirs.subject()).isEqualTo(letter.subject());
        assertThat(theirs.headers()).isEqualTo(letter.headers());
        assertThat(theirs.shape()).isEqualTo(letter.shape());
    }

    @Test
    void another_size_or_another_encoding_is_not_alike() throws IOException {
        OfficeLetter letter = ours();
        assertThat(letter.isLike(letter)).isTrue();
        assertThat(letter.isLike(with(letter, letter.shape(), letter.octets() * 103 / 100 - 1)))
                .isTrue();
        assertThat(letter.isLike(with(letter, letter.shape(), letter.octets() * 104 / 100)))
                .isFalse();
        assertThat(letter.isLike(with(letter, letter.shape().replace("base64", "7bit"), letter.octets())))
                .isFalse();
    }

    private static OfficeLetter with(OfficeLetter letter, String shape, long octets) {
        return new OfficeLetter(
                letter.from(), letter.subject(), letter.headers(), letter.text(), letter.html(), shape, octets);
    }
}
