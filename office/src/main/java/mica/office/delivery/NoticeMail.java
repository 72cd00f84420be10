package mica.office.delivery;

import gg.jte.html.escape.Escape;
import gg.jte.output.StringOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import mica.office.door.MailWriter;
import mica.office.keys.MailedLinks;
import mica.office.message.HeaderText;
import mica.office.message.MailCharset;
import mica.office.message.MessageComposer;
import mica.office.message.Octets;
import mica.office.message.OutgoingMessage;
import mica.office.message.PreparedMessage;
import mica.office.message.SentMail;
import mica.office.message.Slots;
import mica.office.message.Unsubscribe;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeState;
import mica.office.notice.NoticeStore;
import mica.office.notice.NoticeText;
import mica.office.notice.Notices;
import mica.office.relay.Parcel;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A notice as a mail: in the reader's language, below it in the authority's own, and at the end the reader's own link to have
 * the visit erased. Threads may share it.
 */
public final class NoticeMail {

    private static final Texts TEXTS = new Texts("mica.office.notice");
    private static final String RULE = "\n\n────────────────────\n\n";

    private final Jdbi office;
    private final MailedLinks links;
    private final Supplier<ServiceFacts> service;
    private final NoticeStore store = new NoticeStore();

    public NoticeMail(Jdbi office, MailedLinks links, Supplier<ServiceFacts> service) {
        this.office = office;
        this.links = links;
        this.service = service;
    }

    /** Writes a stored draft to the officer who asked for a test. */
    public MailWriter testWriter() {
        return new MailWriter(
                Notices.TEST_MAIL, (mail, to, facts) -> test(mail.id(), to, mail.language(), mail.parameter("notice")));
    }

    /** Empty when there is no such draft any more. */
    private Optional<OutgoingMessage> test(UUID mail, EmailAddress to, Language language, String notice) {
        UUID id = UUID.fromString(notice);
        return office.withHandle(handle -> store.find(handle, id))
                .filter(found -> found.state() != NoticeState.DISCARDED)
                .map(found -> {
                    NoticeContent content = found.content();
                    return new OutgoingMessage(
                            mail,
                            to,
                            language,
                            HeaderText.of(TEXTS.text(language, "notice.mail.test.subject")
                                    + content.text(language).subject()),
                            TEXTS.text(language, "notice.mail.test.lead") + "\n\n" + text(content, language, null),
                            html(content, language, null, TEXTS.text(language, "notice.mail.test.lead")),
                            List.of(),
                            Map.of());
                });
    }

    /** To one recipient. */
    OutgoingMessage to(Notice notice, Slots slots, Language language) {
        String erase = service.get().publicUrl() + "/e/" + slots.erase().text();
        NoticeContent content = notice.content();
        return new OutgoingMessage(
                slots.messageId(),
                slots.to(),
                language,
                HeaderText.of(content.text(language).subject()),
                text(content, language, erase),
                html(content, language, erase, null),
                List.of(),
                Unsubscribe.headers(erase, notice.number(), "notice"));
    }

    /** A notice as it goes to everyone, prepared for each language when it is first needed. Threads may share it. */
    static final class Prepared implements Letters {

        private final NoticeMail mail;
        private final MessageComposer composer;
        private final Notice notice;
        private final Language own;
        /** By the reader's language; few. */
        private final Map<Language, Language> first = new ConcurrentHashMap<>();

        private final Map<MessageForm, PreparedMessage> messages = new ConcurrentHashMap<>();

        /** In what a message can differ beside what is of one person. */
        private record MessageForm(Language language, MailCharset charset) {}

        private Prepared(NoticeMail mail, MessageComposer composer, Notice notice) {
            this.mail = mail;
            this.composer = composer;
            this.notice = notice;
            // Asked for once: a window that is on its way must not wait for a database.
            this.own = mail.service.get().ownLanguage();
        }

        @Override
        public Parcel fill(ChunkStore.ChunkPerson person, EmailAddress address, Octets octets, int start) {
            LinkToken link = mail.links.of(person.visit());
            EmailAddress returnPath = composer.style().returnPaths().of(new SentMail.Notice(notice.id(), person.n()));
            Slots slots = new Slots(address, returnPath, messageId(notice.id(), person.visit()), link, link);
            MessageForm form = new MessageForm(
                    first.computeIfAbsent(
                            person.language(),
                            reader -> languages(notice.content(), reader, own).getFirst()),
                    composer.charsetFor(address.domain()));
            int length = messages.computeIfAbsent(form, this::message).into(slots, octets);
            return new Parcel(slots.returnPath(), address, octets.array(), start, length, true);
        }

        private PreparedMessage message(MessageForm form) {
            return composer.prepare(
                    slots -> mail.to(notice, slots, form.language()),
                    form.charset(),
                    notice.id(),
                    Objects.requireNonNull(notice.approvedAt(), "not approved"));
        }
    }

    Prepared prepared(Notice notice, MessageComposer composer) {
        return new Prepared(this, composer, notice);
    }

    static UUID messageId(UUID notice, UUID visit) {
        return UUID.nameUUIDFromBytes(ByteBuffer.allocate(32)
                .putLong(notice.getMostSignificantBits())
                .putLong(notice.getLeastSignificantBits())
                .putLong(visit.getMostSignificantBits())
                .putLong(visit.getLeastSignificantBits())
                .array());
    }

    /** The reader's and the authority's own, as far as the notice says something in them; never none. */
    private static List<Language> languages(NoticeContent content, Language reader, Language own) {
        List<Language> said =
                Stream.of(reader, own).distinct().filter(content::says).toList();
        return said.isEmpty() ? List.of(own) : said;
    }

    /** As the reader's mail program shows it without HTML. */
    String text(NoticeContent content, Language reader, @Nullable String erase) {
        List<Language> languages = languages(content, reader, service.get().ownLanguage());
        Language first = languages.getFirst();
        StringBuilder text = new StringBuilder(demo(first, "\n\n"));
        text.append(content.text(first).body());
        for (Language other : languages.subList(1, languages.size())) {
            text.append(RULE)
                    .append(content.text(other).subject())
                    .append("\n\n")
                    .append(content.text(other).body());
        }
        if (erase != null) {
            text.append(RULE);
            for (Language language : languages) {
                text.append(TEXTS.text(language, "notice.mail.erase")).append('\n');
            }
            text.append(erase);
        }
        return text.append('\n').toString();
    }

    /** The same as an HTML document. @param lead a word above it; null for none */
    public String html(NoticeContent content, Language reader, @Nullable String erase, @Nullable String lead) {
        List<Language> languages = languages(content, reader, service.get().ownLanguage());
        Language first = languages.getFirst();
        StringBuilder html = new StringBuilder(8_192)
                .append("<!DOCTYPE html>\n<html lang=\"")
                .append(first.tag())
                .append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,"
                        + " initial-scale=1\"></head>\n<body style=\"margin:0;padding:16px;background:#ffffff;"
                        + "color:#1a1a1a;font-family:sans-serif;font-size:16px;line-height:1.7\">\n"
                        + "<div style=\"max-width:560px;margin:0 auto\">\n");
        String demo = demo(first, "");
        for (String word : new String[] {demo, lead == null ? "" : lead}) {
            if (!word.isEmpty()) {
                html.append("<p style=\"padding:8px 12px;background:#fff3c2\">")
                        .append(escaped(word))
                        .append("</p>\n");
            }
        }
        section(html, first, content.text(first), false);
        for (Language other : languages.subList(1, languages.size())) {
            section(html, other, content.text(other), true);
        }
        if (erase != null) {
            html.append("<hr style=\"border:0;border-top:1px solid #949494;margin:32px 0 16px\">\n<p style=\"font-size:"
                    + "14px;color:#4d4d4d\">");
            for (Language language : languages) {
                html.append("<a href=\"")
                        .append(escaped(erase))
                        .append("\">")
                        .append(escaped(TEXTS.text(language, "notice.mail.erase")))
                        .append("</a><br>\n");
            }
            html.append("</p>\n");
        }
        return html.append("</div></body></html>\n").toString();
    }

    private String demo(Language language, String end) {
        return service.get().demo() ? TEXTS.text(language, "notice.mail.demo") + end : "";
    }

    private static void section(StringBuilder html, Language language, NoticeText text, boolean ruled) {
        if (ruled) {
            html.append("<hr style=\"border:0;border-top:1px solid #949494;margin:32px 0\">\n");
        }
        html.append("<div lang=\"")
                .append(language.tag())
                .append("\">\n<h1 style=\"font-size:20px;line-height:1.5\">")
                .append(escaped(text.subject()))
                .append("</h1>\n");
        for (String paragraph : text.body().strip().split("\n{2,}")) {
            html.append("<p>")
                    .append(escaped(paragraph).replace("\n", "<br>\n"))
                    .append("</p>\n");
        }
        html.append("</div>\n");
    }

    private static String escaped(String text) {
        StringOutput output = new StringOutput();
        Escape.htmlAttribute(text, output);
        return output.toString().replace("<", "&lt;").replace(">", "&gt;");
    }
}
