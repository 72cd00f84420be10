package mica.app.inbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.activation.DataHandler;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InboxTest {

    private static final Instant NOON = Instant.parse("2026-04-12T03:00:00Z");

    @TempDir
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private Inbox inbox;

    @BeforeEach
    void start() {
        inbox = Inbox.start(new InboxConfiguration("127.0.0.1", 0, 0, directory), InstantSource.fixed(NOON));
    }

    @AfterEach
    void stop() {
        inbox.close();
    }

    @Test
    void a_japanese_mail_comes_out_of_the_json_as_it_went_in() throws Exception {
        send("登録のお知らせ", "来店を受け付けました。\r\n.点で始まる行\r\n", "visitor@example.jp");

        JsonNode list = json("/api/messages");
        assertThat(list.get("count").asInt()).isEqualTo(1);
        JsonNode line = list.get("messages").get(0);
        assertThat(line.get("receivedAt").asText()).isEqualTo("2026-04-12T03:00:00Z");
        assertThat(line.get("from").asText()).isEqualTo("県の窓口 <office@example.jp>");
        assertThat(line.get("to").get(0).asText()).isEqualTo("visitor@example.jp");
        assertThat(line.get("envelopeFrom").asText()).isEqualTo("bounce@example.jp");
        assertThat(line.get("envelopeTo").get(0).asText()).isEqualTo("visitor@example.jp");
        assertThat(line.get("subject").asText()).isEqualTo("登録のお知らせ");

        JsonNode mail = json("/api/messages/" + line.get("id").asLong());
        assertThat(mail.get("text").asText()).isEqualTo("来店を受け付けました。\r\n.点で始まる行\r\n");
        assertThat(mail.get("html").isNull()).isTrue();
        assertThat(mail.get("headers").findValuesAsText("name")).contains("Subject", "From", "To", "Message-ID");
    }

    @Test
    void the_raw_mail_is_every_octet_that_was_sent() throws Exception {
        String content = "Subject: octets\r\n\r\n..a line with a point\r\n...\r\n\ttabs and  spaces \r\n生の文字\r\n";
        try (SmtpTalk talk = new SmtpTalk(inbox.smtpPort())) {
            talk.mail("<visitor@example.jp>", content);
        }

        HttpResponse<byte[]> raw = bytes("/api/messages/1/raw");

        assertThat(raw.body()).isEqualTo(content.replace("\n..", "\n.").getBytes(UTF_8));
        assertThat(raw.headers().firstValue("Content-Type").orElseThrow()).startsWith("message/rfc822");
    }

    @Test
    void addresses_that_break_the_rules_but_exist_are_taken_and_found() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(inbox.smtpPort())) {
            talk.mail("<\"a..b\"@docomo.ne.jp>", "Subject: one\r\n\r\nx\r\n");
            talk.mail("<\"abc.\"@ezweb.ne.jp>", "Subject: two\r\n\r\nx\r\n");
            talk.mail("<abc..d.@ezweb.ne.jp>", "Subject: three\r\n\r\nx\r\n");
        }

        assertThat(subjects("?to=a..b@docomo.ne.jp")).containsExactly("one");
        assertThat(subjects("?to=%22a..b%22@DOCOMO.ne.jp")).containsExactly("one");
        assertThat(subjects("?to=abc.@ezweb.ne.jp")).containsExactly("two");
        assertThat(subjects("?to=abc..d.@ezweb.ne.jp")).containsExactly("three");
        assertThat(subjects("?to=b@docomo.ne.jp")).isEmpty();
    }

    @Test
    void a_mail_with_an_attachment_can_be_downloaded() throws Exception {
        byte[] pdf = "%PDF-1.7 poster".getBytes(UTF_8);
        sendWithAttachment("利用者向けのお知らせ（掲示物）.pdf", "application/pdf", pdf);

        JsonNode file = json("/api/messages/1").get("attachments").get(0);
        assertThat(file.get("name").asText()).isEqualTo("利用者向けのお知らせ（掲示物）.pdf");
        assertThat(file.get("contentType").asText()).isEqualTo("application/pdf");
        assertThat(file.get("size").asInt()).isEqualTo(pdf.length);

        HttpResponse<byte[]> saved = bytes("/api/messages/1/attachments/0");
        assertThat(saved.body()).isEqualTo(pdf);
        assertThat(saved.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment;")
                .contains("filename*=UTF-8''%E5%88%A9%E7%94%A8");
        HttpResponse<byte[]> opened = bytes("/messages/1/attachments/0?open");
        assertThat(opened.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("inline;");

        Document page = page("/messages/1");
        assertThat(page.select(".files a").eachAttr("href"))
                .containsExactly("/messages/1/attachments/0?open", "/messages/1/attachments/0");
        assertThat(page("/").select(".mails .tag").text()).isEqualTo("添付1件");
        assertThat(bytes("/messages/1/attachments/1").statusCode()).isEqualTo(404);
    }

    @Test
    void an_attached_web_page_is_never_opened_in_the_inbox() throws Exception {
        sendWithAttachment("x.html", "text/html", "<script>alert(1)</script>".getBytes(UTF_8));

        HttpResponse<byte[]> file = bytes("/messages/1/attachments/0?open");

        assertThat(file.headers().firstValue("Content-Disposition").orElseThrow())
                .startsWith("attachment;");
        assertThat(file.headers().firstValue("Content-Security-Policy")).hasValue("sandbox; default-src 'none'");
        assertThat(file.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
    }

    @Test
    void html_is_shown_in_a_sandbox_that_runs_and_loads_nothing() throws Exception {
        MimeMessage message = message("<script>alert('subject')</script>");
        message.setContent(
                "<script>alert(1)</script><img src=x onerror=alert(2)><base href=https://evil.example/><a"
                        + " href=/x>y</a>",
                "text/html; charset=UTF-8");
        deliver(message, "visitor@example.jp");

        Document page = page("/messages/1");
        assertThat(page.select("main script")).isEmpty();
        assertThat(requireNonNull(page.selectFirst("h1")).text()).isEqualTo("<script>alert('subject')</script>");
        assertThat(requireNonNull(page.selectFirst("iframe")).attr("sandbox").split(" "))
                .containsExactlyInAnyOrder("allow-popups", "allow-popups-to-escape-sandbox");

        HttpResponse<byte[]> frame = bytes(page.selectFirst("iframe").attr("src"));
        assertThat(frame.headers()
                        .firstValue("Content-Security-Policy")
                        .orElseThrow()
                        .split("; "))
                .contains(
                        "sandbox allow-popups allow-popups-to-escape-sandbox",
                        "default-src 'none'",
                        "base-uri 'none'",
                        "form-action 'none'",
                        "frame-ancestors 'self'")
                .noneMatch(directive -> directive.startsWith("script-src"));
        assertThat(frame.headers().firstValue("Content-Type")).hasValue("text/html;charset=utf-8");
        assertThat(frame.headers().allValues("X-Frame-Options")).containsExactly("SAMEORIGIN");
        assertThat(new String(frame.body(), UTF_8)).startsWith("<!DOCTYPE html><base target=\"_blank\">");
    }

    @Test
    void a_plain_text_can_only_hold_web_links() throws Exception {
        send("links", "こちら→https://example.jp/c/abc?x=1&y=2。<b>太字</b> javascript:alert(1)", "visitor@example.jp");

        Document page = page("/messages/1");

        assertThat(page.select(".text a").eachAttr("href")).containsExactly("https://example.jp/c/abc?x=1&y=2");
        assertThat(page.select(".text b")).isEmpty();
    }

    @Test
    void the_parts_of_a_mail_are_shown_side_by_side() throws Exception {
        MimeMultipart both = new MimeMultipart("alternative");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("文字の本文", "ISO-2022-JP");
        MimeBodyPart html = new MimeBodyPart();
        html.setContent("<p>HTMLの本文 <img src='cid:code@mica'>", "text/html; charset=UTF-8");
        both.addBodyPart(text);
        both.addBodyPart(html);
        MimeMultipart related = new MimeMultipart("related");
        MimeBodyPart bothPart = new MimeBodyPart();
        bothPart.setContent(both);
        MimeBodyPart picture = new MimeBodyPart();
        picture.setContent(new byte[] {1, 2, 3}, "image/png");
        picture.setContentID("<code@mica>");
        related.addBodyPart(bothPart);
        related.addBodyPart(picture);
        MimeMessage message = message("二つの本文");
        message.setContent(related);
        deliver(message, "visitor@example.jp");

        assertThat(page("/messages/1").select(".tabs a").eachText()).containsExactly("本文", "HTML", "ヘッダー", "ソース");
        assertThat(page("/messages/1").select(".text").text()).isEqualTo("文字の本文");
        assertThat(page("/messages/1?view=headers").select("th").eachText()).contains("Subject", "Content-Type");
        assertThat(page("/messages/1?view=source").select("pre").text()).contains("multipart/related");
        assertThat(new String(bytes("/messages/1/html").body(), UTF_8))
                .contains("HTMLの本文")
                .contains("src='data:image/png;base64,AQID'");
    }

    @Test
    void a_mail_of_ten_megabytes_arrives_whole() throws Exception {
        byte[] content = new byte[10_000_000];
        new Random(1).nextBytes(content);
        sendWithAttachment("big.bin", "application/octet-stream", content);

        assertThat(bytes("/api/messages/1/attachments/0").body()).isEqualTo(content);
    }

    @Test
    void a_mail_over_the_limit_is_refused_and_the_connection_goes_on() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(inbox.smtpPort())) {
            String line = "x".repeat(998) + "\r\n";
            assertThat(talk.tryMail("<a@example.jp>", line.repeat(Reception.LARGEST_MAIL / line.length() + 2)))
                    .startsWith("552");
            talk.reset();
            talk.mail("<a@example.jp>", "Subject: small\r\n\r\nx\r\n");
        }

        assertThat(subjects("")).containsExactly("small");
    }

    @Test
    void mails_that_are_no_mails_are_shown_all_the_same() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(inbox.smtpPort())) {
            talk.mail("<a@example.jp>", "");
            talk.mail("<a@example.jp>", "no headers at all\r\n");
            talk.mail("<a@example.jp>", "Content-Type: multipart/mixed; boundary=\"never\"\r\n\r\nx\r\n");
            talk.mail(
                    "<a@example.jp>",
                    "Content-Type: text/plain; charset=no-such\r\nFrom: <<>>@,\r\nTo: ;\r\n\r\nhello\r\n");
            talk.mail("<a@example.jp>", "Subject: =?UTF-8?B?!!!?=\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%\r\n");
        }

        assertThat(json("/api/messages").get("messages")).hasSize(5);
        for (int id = 1; id <= 5; id++) {
            for (String view : new String[] {"", "?view=headers", "?view=source"}) {
                assertThat(bytes("/messages/" + id + view).statusCode()).isEqualTo(200);
            }
            assertThat(bytes("/api/messages/" + id).statusCode()).isEqualTo(200);
        }
        assertThat(json("/api/messages/4").get("text").asText()).startsWith("hello");
    }

    @Test
    void the_list_shows_the_newest_first_and_leads_to_the_older() throws Exception {
        try (SmtpTalk talk = new SmtpTalk(inbox.smtpPort())) {
            for (int i = 1; i <= 120; i++) {
                talk.mail("<a@example.jp>", "Subject: mail " + i + "\r\n\r\nx\r\n");
            }
        }

        Document first = page("/");
        assertThat(first.select(".mails .subject").eachText()).hasSize(50).startsWith("mail 120", "mail 119");
        Document second = page(requireNonNull(first.select("nav.row a").last()).attr("href"));
        assertThat(second.select(".mails .subject").eachText()).hasSize(50).startsWith("mail 70");
        Document third = page(requireNonNull(second.select("nav.row a").last()).attr("href"));
        assertThat(third.select(".mails .subject").eachText()).hasSize(20).endsWith("mail 1");
        assertThat(third.select("nav.row a").eachText()).containsExactly("新しいメールへ");
    }

    @Test
    void a_search_finds_words_in_subject_and_people() throws Exception {
        send("登録のお知らせ", "x", "visitor@example.jp");
        send("感染情報のお知らせ ＡＢＣ", "x", "other@example.jp");

        assertThat(subjects("?q=%E6%84%9F%E6%9F%93")).containsExactly("感染情報のお知らせ ＡＢＣ");
        assertThat(subjects("?q=OTHER+abc")).containsExactly("感染情報のお知らせ ＡＢＣ");
        assertThat(subjects("?q=visitor+abc")).isEmpty();
        assertThat(page("/?q=visitor").select(".mails .subject").eachText()).containsExactly("登録のお知らせ");
    }

    @Test
    void a_program_can_read_on_from_the_last_mail_it_saw() throws Exception {
        for (int i = 1; i <= 5; i++) {
            send("mail " + i, "x", "visitor@example.jp");
        }

        assertThat(subjects("?limit=2")).containsExactly("mail 5", "mail 4");
        assertThat(subjects("?after=2&limit=2")).containsExactly("mail 3", "mail 4");
        assertThat(subjects("?after=5")).isEmpty();
        assertThat(bytes("/api/messages?after=x").statusCode()).isEqualTo(400);
    }

    @Test
    void an_emptied_inbox_is_empty_and_numbers_go_on() throws Exception {
        send("before", "x", "visitor@example.jp");

        HttpRequest delete =
                HttpRequest.newBuilder(uri("/api/messages")).DELETE().build();
        assertThat(http.send(delete, BodyHandlers.discarding()).statusCode()).isEqualTo(204);
        assertThat(bytes("/messages/1").statusCode()).isEqualTo(404);
        assertThat(inbox.count()).isZero();

        send("after", "x", "visitor@example.jp");
        assertThat(json("/api/messages").get("messages").get(0).get("id").asInt())
                .isEqualTo(2);
    }

    @Test
    void a_foreign_page_cannot_empty_the_inbox() throws Exception {
        send("kept", "x", "visitor@example.jp");

        HttpRequest foreign = HttpRequest.newBuilder(uri("/clear"))
                .header("Sec-Fetch-Site", "cross-site")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(http.send(foreign, BodyHandlers.discarding()).statusCode()).isEqualTo(403);
        assertThat(inbox.count()).isEqualTo(1);
    }

    @Test
    void the_pages_speak_english_when_asked() throws Exception {
        assertThat(page("/").select(".demo").text()).contains("このコンピューターの外へは送られません");
        assertThat(page("/?lang=en").select(".demo").text()).contains("never leaves this machine");
    }

    private void send(String subject, String text, String to) throws Exception {
        MimeMessage message = message(subject);
        message.setText(text, "UTF-8");
        deliver(message, to);
    }

    private void sendWithAttachment(String name, String type, byte[] content) throws Exception {
        MimeBodyPart text = new MimeBodyPart();
        text.setText("添付をご覧ください。", "UTF-8");
        MimeBodyPart file = new MimeBodyPart();
        file.setDataHandler(new DataHandler(new ByteArrayDataSource(content, type)));
        file.setFileName(name);
        MimeMultipart parts = new MimeMultipart();
        parts.addBodyPart(text);
        parts.addBodyPart(file);
        MimeMessage message = message("添付");
        message.setContent(parts);
        deliver(message, "venue@example.jp");
    }

    private MimeMessage message(String subject) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", "127.0.0.1");
        properties.setProperty("mail.smtp.port", String.valueOf(inbox.smtpPort()));
        properties.setProperty("mail.smtp.from", "bounce@example.jp");
        MimeMessage message = new MimeMessage(Session.getInstance(properties));
        message.setFrom(new InternetAddress("office@example.jp", "県の窓口", "UTF-8"));
        message.setSubject(subject, "UTF-8");
        return message;
    }

    private static void deliver(MimeMessage message, String to) throws MessagingException {
        message.setRecipients(RecipientType.TO, to);
        Transport.send(message);
    }

    private List<String> subjects(String query) throws Exception {
        return json("/api/messages" + query).get("messages").findValuesAsText("subject");
    }

    private Document page(String path) throws Exception {
        HttpResponse<byte[]> answer = bytes(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return Jsoup.parse(new String(answer.body(), UTF_8), uri(path).toString());
    }

    private JsonNode json(String path) throws Exception {
        HttpResponse<byte[]> answer = bytes(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        return new ObjectMapper().readTree(answer.body());
    }

    private HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofByteArray());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + inbox.httpPort() + path);
    }
}
