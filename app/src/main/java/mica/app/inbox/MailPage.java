package mica.app.inbox;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One mail in one of its views. */
public record MailPage(
        long id,
        Instant receivedAt,
        LocalDate date,
        String from,
        String to,
        String envelopeFrom,
        String envelopeTo,
        String subject,
        String size,
        View view,
        List<View> views,
        List<LinkedText.Run> text,
        List<MailContent.Header> headers,
        String source,
        boolean cut,
        List<ShownFile> files,
        Optional<Long> newer,
        Optional<Long> older) {

    /** A way of looking at a mail. */
    public enum View {
        TEXT,
        HTML,
        HEADERS,
        SOURCE;

        public String href(long id) {
            return "/messages/" + id + "?view=" + name().toLowerCase(Locale.ROOT);
        }
    }

    public record ShownFile(int number, String name, String size, boolean opens) {}
}
