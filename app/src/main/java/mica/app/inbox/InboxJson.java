package mica.app.inbox;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import mica.exchange.database.Json;
import org.jspecify.annotations.Nullable;

/** The inbox for programs: JSON, the mails as they came, and their attachments. */
final class InboxJson {

    private static final int USUAL = 50;
    private static final int MOST = 1_000;

    private final Spool spool;

    InboxJson(Spool spool) {
        this.spool = spool;
    }

    private record MailList(int count, long last, List<MailJson> messages) {}

    private record MailJson(
            long id,
            Instant receivedAt,
            String from,
            List<String> to,
            String envelopeFrom,
            List<String> envelopeTo,
            String subject,
            int size,
            List<FileJson> attachments) {}

    private record Mail(
            long id,
            Instant receivedAt,
            String from,
            List<String> to,
            String envelopeFrom,
            List<String> envelopeTo,
            String subject,
            int size,
            List<FileJson> attachments,
            List<MailContent.Header> headers,
            @Nullable String text,
            @Nullable String html) {}

    private record FileJson(String name, String contentType, int size) {}

    /** Newest first; with {@code after}, oldest first, so that a reader who asks again and again misses none. */
    void list(Context ctx) {
        long after = Requests.number(ctx, "after", -1);
        long limit = Math.clamp(Requests.number(ctx, "limit", USUAL), 0, MOST);
        Search search = Requests.search(ctx);
        Stream<ReceivedMail> found =
                after < 0 ? spool.newestFirst(search, Long.MAX_VALUE) : spool.oldestFirst(search, after);
        List<MailJson> lines = found.limit(limit)
                .flatMap(message -> spool.raw(message).stream().map(raw -> line(message, MailReader.read(raw))))
                .toList();
        json(ctx, new MailList(spool.count(), spool.last(), lines));
    }

    void mail(Context ctx) {
        ReceivedMail message = Requests.message(ctx, spool);
        MailContent content = MailReader.read(Requests.raw(message, spool));
        json(
                ctx,
                new Mail(
                        message.id(),
                        message.receivedAt(),
                        message.from(),
                        message.to(),
                        message.envelopeFrom(),
                        message.envelopeTo(),
                        message.subject(),
                        message.size(),
                        files(content),
                        content.headers(),
                        content.text().orElse(null),
                        content.html().orElse(null)));
    }

    void raw(Context ctx) {
        ReceivedMail message = Requests.message(ctx, spool);
        byte[] raw = Requests.raw(message, spool);
        harmless(ctx);
        ctx.header("Content-Disposition", "attachment; filename=\"" + message.id() + ".eml\"");
        ctx.contentType("message/rfc822").result(raw);
    }

    /** To be saved; with {@code ?open} shown by the browser where that can do no harm. */
    void attachment(Context ctx) {
        MailContent content = MailReader.read(Requests.raw(Requests.message(ctx, spool), spool));
        long number = Requests.number(ctx.pathParam("number"));
        if (number < 0 || number >= content.attachments().size()) {
            throw new NotFoundResponse();
        }
        MailContent.ReceivedFile attachment = content.attachments().get((int) number);
        boolean open = ctx.queryParam("open") != null && (attachment.isPdf() || attachment.isPicture());
        if (open && attachment.isPdf()) {
            // A sandbox would keep browsers from showing a PDF at all; their viewers run apart from the page's origin.
            ctx.header("Content-Security-Policy", "default-src 'none'; object-src 'self'; frame-ancestors 'self'");
        } else {
            harmless(ctx);
        }
        String name = URLEncoder.encode(attachment.name(), StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        ctx.header("Content-Disposition", (open ? "inline" : "attachment") + "; filename*=UTF-8''" + name);
        ctx.contentType(attachment.contentType()).result(attachment.content());
    }

    void clear(Context ctx) {
        spool.clear();
        ctx.status(204);
    }

    void problem(Context ctx, int status) {
        json(ctx, Map.of("status", status));
    }

    private static void harmless(Context ctx) {
        ctx.header("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    private static MailJson line(ReceivedMail message, MailContent content) {
        return new MailJson(
                message.id(),
                message.receivedAt(),
                message.from(),
                message.to(),
                message.envelopeFrom(),
                message.envelopeTo(),
                message.subject(),
                message.size(),
                files(content));
    }

    private static List<FileJson> files(MailContent content) {
        return content.attachments().stream()
                .map(each -> new FileJson(each.name(), each.contentType(), each.size()))
                .toList();
    }

    private static void json(Context ctx, Object value) {
        ctx.contentType("application/json; charset=utf-8").result(Json.write(value));
    }
}
