package mica.app.inbox;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.web.Page;
import mica.web.Site;

/** The inbox for people. */
final class InboxPages {

    private static final int LINES = 50;
    /** More text than this is saved rather than read; browsers grow slow with it. */
    private static final int LONGEST_TEXT = 200_000;

    private static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    private static final Pattern CONTENT_ID = Pattern.compile("cid:([^\"'\\s)>]+)", Pattern.CASE_INSENSITIVE);

    private final Spool spool;
    private final Site site;
    private final AttachmentCounts attachments;

    InboxPages(Spool spool, Site site) {
        this.spool = spool;
        this.site = site;
        this.attachments = new AttachmentCounts(spool);
    }

    void list(Context ctx) {
        String words = Requests.text(ctx, "q");
        long below = Requests.number(ctx, "before", Long.MAX_VALUE);
        List<ReceivedMail> found =
                spool.newestFirst(Requests.search(ctx), below).limit(LINES + 1L).toList();
        Optional<String> older = Optional.empty();
        if (found.size() > LINES) {
            found = found.subList(0, LINES);
            String to = Requests.text(ctx, "to");
            older = Optional.of("/?q=" + Page.encode(words) + (to.isEmpty() ? "" : "&to=" + Page.encode(to))
                    + "&before=" + found.getLast().id());
        }
        Map<LocalDate, List<InboxPage.ListedMail>> days = new LinkedHashMap<>();
        for (ReceivedMail message : found) {
            days.computeIfAbsent(LocalDate.ofInstant(message.receivedAt(), ZONE), day -> new ArrayList<>())
                    .add(line(message));
        }
        List<InboxPage.DayOfMails> inOrder = days.entrySet().stream()
                .map(day -> new InboxPage.DayOfMails(day.getKey(), day.getValue()))
                .toList();
        Page.of(ctx, site, "inbox.title")
                .show("inbox/list", new InboxPage(words, spool.count(), below == Long.MAX_VALUE, inOrder, older));
    }

    void mail(Context ctx) {
        ReceivedMail message = Requests.message(ctx, spool);
        byte[] raw = Requests.raw(message, spool);
        MailContent content = MailReader.read(raw);
        List<MailPage.View> views = views(content);
        MailPage.View view = view(ctx, views);
        String text = view == MailPage.View.TEXT ? content.text().orElse("") : "";
        String source = view == MailPage.View.SOURCE
                ? new String(raw, 0, Math.min(raw.length, LONGEST_TEXT), StandardCharsets.UTF_8)
                : "";
        MailPage model = new MailPage(
                message.id(),
                message.receivedAt(),
                LocalDate.ofInstant(message.receivedAt(), ZONE),
                message.from(),
                String.join(", ", message.to()),
                message.envelopeFrom(),
                String.join(", ", message.envelopeTo()),
                message.subject(),
                size(message.size()),
                view,
                views,
                LinkedText.of(text.substring(0, Math.min(text.length(), LONGEST_TEXT))),
                content.headers(),
                source,
                text.length() > LONGEST_TEXT || view == MailPage.View.SOURCE && raw.length > LONGEST_TEXT,
                files(content),
                spool.oldestFirst(Search.EVERYTHING, message.id()).findFirst().map(ReceivedMail::id),
                spool.newestFirst(Search.EVERYTHING, message.id()).findFirst().map(ReceivedMail::id));
        Page.of(ctx, site, "inbox.mail").show("inbox/mail", model);
    }

    /**
     * The HTML of a mail, for the frame of its page: in a sandbox without scripts, forms or an origin, and unable to load
     * anything. Links open beside the inbox.
     */
    void html(Context ctx) {
        MailContent content = MailReader.read(Requests.raw(Requests.message(ctx, spool), spool));
        String html = content.html().orElseThrow(NotFoundResponse::new);
        ctx.header(
                "Content-Security-Policy",
                "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline';"
                        + " img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'self'");
        ctx.header("X-Frame-Options", "SAMEORIGIN");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.contentType("text/html; charset=utf-8")
                .result("<!DOCTYPE html><base target=\"_blank\">" + withPictures(html, content));
    }

    void clear(Context ctx) {
        spool.clear();
        ctx.redirect("/", HttpStatus.SEE_OTHER);
    }

    void problem(Context ctx, int status) {
        Page.of(ctx, site, status == 404 ? "inbox.gone" : "inbox.problem").show("inbox/problem");
    }

    private InboxPage.ListedMail line(ReceivedMail message) {
        String to = message.to().isEmpty() ? String.join(", ", message.envelopeTo()) : String.join(", ", message.to());
        String from = message.from().isEmpty() ? message.envelopeFrom() : message.from();
        return new InboxPage.ListedMail(
                message.id(), message.receivedAt(), from, to, message.subject(), attachments.of(message));
    }

    private static List<MailPage.View> views(MailContent content) {
        List<MailPage.View> views = new ArrayList<>();
        if (content.text().isPresent() || content.html().isEmpty()) {
            views.add(MailPage.View.TEXT);
        }
        if (content.html().isPresent()) {
            views.add(MailPage.View.HTML);
        }
        views.add(MailPage.View.HEADERS);
        views.add(MailPage.View.SOURCE);
        return views;
    }

    private static MailPage.View view(Context ctx, List<MailPage.View> views) {
        String asked = Requests.text(ctx, "view").toUpperCase(Locale.ROOT);
        return views.stream()
                .filter(each -> each.name().equals(asked))
                .findFirst()
                .orElse(views.getFirst());
    }

    private static List<MailPage.ShownFile> files(MailContent content) {
        List<MailPage.ShownFile> files = new ArrayList<>();
        for (MailContent.ReceivedFile each : content.attachments()) {
            files.add(new MailPage.ShownFile(
                    files.size(), each.name(), size(each.size()), each.isPdf() || each.isPicture()));
        }
        return files;
    }

    private static String withPictures(String html, MailContent content) {
        return CONTENT_ID.matcher(html).replaceAll(reference -> {
            MailContent.ReceivedFile picture = content.byContentId().get(reference.group(1));
            return Matcher.quoteReplacement(
                    picture == null || !picture.isPicture()
                            ? reference.group()
                            : "data:" + picture.contentType() + ";base64,"
                                    + Base64.getEncoder().encodeToString(picture.content()));
        });
    }

    private static String size(int bytes) {
        if (bytes < 1_000) {
            return bytes + " B";
        }
        return bytes < 1_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
