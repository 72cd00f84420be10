package mica.office.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;

/**
 * The content of a mail, written once and rendered twice: as plain text and as HTML that a phone shows well. Begins with
 * the demo's mark when nothing is real and ends with who sent it. For one thread.
 */
public final class MailBody {

    private static final Texts TEXTS = new Texts("mica.office.message");

    private sealed interface Block {
        record Paragraph(String text, boolean small) implements Block {}

        record Facts(List<MailFact> facts) implements Block {}

        record Link(String label, String url, boolean button) implements Block {}
    }

    /** A line of a small table, such as the venue and its name. */
    public record MailFact(String label, String value) {}

    private final ServiceFacts service;
    private final Language language;
    private final List<Block> blocks = new ArrayList<>();
    private final List<Attachment> attachments = new ArrayList<>();
    private final Map<String, HeaderText> headers = new LinkedHashMap<>();

    public MailBody(ServiceFacts service, Language language) {
        this.service = service;
        this.language = language;
        if (service.demo()) {
            paragraph(own("mail.demo"));
        }
    }

    public static Texts texts() {
        return TEXTS;
    }

    /** Lines parted by {@code \n} are kept in the text and run on in HTML; an empty line parts paragraphs in both. */
    public MailBody paragraph(String text) {
        for (String part : text.strip().split("\n{2,}")) {
            blocks.add(new Block.Paragraph(part, false));
        }
        return this;
    }

    public MailBody note(String text) {
        blocks.add(new Block.Paragraph(text.strip(), true));
        return this;
    }

    /** What a person typed: its lines are kept in both. */
    public MailBody quote(String text) {
        text.strip().lines().forEach(line -> blocks.add(new Block.Paragraph(line, false)));
        return this;
    }

    /** Those without a value are left out. */
    public MailBody facts(List<MailFact> facts) {
        blocks.add(new Block.Facts(
                facts.stream().filter(fact -> !fact.value().isBlank()).toList()));
        return this;
    }

    /** The one thing to do. */
    public MailBody button(String label, String url) {
        blocks.add(new Block.Link(label, url, true));
        return this;
    }

    public MailBody link(String label, String url) {
        blocks.add(new Block.Link(label, url, false));
        return this;
    }

    /** A file that goes with it. */
    public MailBody attach(String fileName, String type, byte[] content) {
        attachments.add(new Attachment(HeaderText.of(fileName), type, content));
        return this;
    }

    /** What erases at a press in the mail program (RFC 8058). @param stream by which providers tell such mails apart */
    public MailBody erasedAt(String url, String stream, String lane) {
        headers.putAll(Unsubscribe.headers(url, stream, lane));
        return this;
    }

    /** The mail with this content. @param id also the left side of its Message-ID */
    public OutgoingMessage mail(UUID id, EmailAddress to, String subject) {
        return new OutgoingMessage(
                id, to, language, HeaderText.of(subject), text(), html(), List.copyOf(attachments), headers);
    }

    public String text() {
        StringBuilder text = new StringBuilder();
        for (Block block : blocks) {
            text.append(plain(block)).append("\n\n");
        }
        return text.append("--------------------------------\n")
                .append(String.join("\n", signature()))
                .append('\n')
                .toString();
    }

    private static String plain(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph -> paragraph.text();
            case Block.Facts facts ->
                facts.facts().stream()
                        .map(fact -> "■ " + fact.label() + "\n   " + fact.value())
                        .collect(Collectors.joining("\n"));
            case Block.Link link -> "▼ " + link.label() + "\n" + link.url();
        };
    }

    public String html() {
        StringBuilder html = new StringBuilder(2_048)
                .append("<!DOCTYPE html>\n<html lang=\"")
                .append(language.tag())
                .append("\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("</head>\n<body style=\"margin:0;padding:16px;background:#ffffff;color:#1a1a1a;")
                .append("font-family:sans-serif;font-size:16px;line-height:1.7\">\n")
                .append("<div style=\"max-width:560px;margin:0 auto\">\n");
        blocks.forEach(block -> html.append(marked(block)).append('\n'));
        html.append("<p style=\"margin:32px 0 0;padding:16px 0 0;border-top:1px solid #949494;font-size:14px;")
                .append("color:#4d4d4d\">");
        html.append(signature().stream().map(MailBody::escaped).collect(Collectors.joining("<br>\n")));
        return html.append("</p>\n</div>\n</body></html>\n").toString();
    }

    private String marked(Block block) {
        return switch (block) {
            case Block.Paragraph paragraph ->
                "<p style=\"margin:0 0 16px" + (paragraph.small() ? ";font-size:14px;color:#4d4d4d" : "") + "\">"
                        + escaped(runOn(paragraph.text())) + "</p>";
            case Block.Facts facts ->
                facts.facts().stream()
                        .map(fact ->
                                "<tr><th scope=\"row\" align=\"left\" valign=\"top\" style=\"padding:8px 16px 8px 0;"
                                        + "font-weight:normal;color:#4d4d4d;white-space:nowrap\">"
                                        + escaped(fact.label())
                                        + "</th><td style=\"padding:8px 0;font-weight:bold;word-break:break-word\">"
                                        + escaped(fact.value()) + "</td></tr>")
                        .collect(Collectors.joining(
                                "\n",
                                "<table style=\"margin:0 0 16px;border-collapse:collapse;width:100%\">\n",
                                "\n</table>"));
            case Block.Link link ->
                "<p style=\"margin:0 0 24px\"><a href=\"" + escaped(link.url()) + "\" style=\""
                        + (link.button()
                                ? "display:inline-block;padding:12px 24px;background:#0017c1;color:#ffffff;"
                                        + "font-weight:bold;text-decoration:none;border-radius:8px"
                                : "color:#0017c1")
                        + "\">" + escaped(link.label()) + "</a></p>";
        };
    }

    private List<String> signature() {
        List<String> lines = new ArrayList<>();
        lines.add(service.in(service.name(), language));
        lines.add(
                (service.in(service.authority(), language) + " " + service.in(service.department(), language)).strip());
        if (!service.phone().isBlank()) {
            lines.add(own("mail.phone", service.phone(), service.in(service.hours(), language)));
        }
        if (!service.email().isBlank()) {
            lines.add(own("mail.email", service.email()));
        }
        lines.add(own("mail.automatic"));
        return lines;
    }

    private String runOn(String lines) {
        return lines.replace("\n", own("mail.run-on", "", ""));
    }

    private String own(String key, Object... arguments) {
        return TEXTS.text(language, key, arguments);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
