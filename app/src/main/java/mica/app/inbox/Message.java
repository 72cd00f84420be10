package mica.app.inbox;

import java.time.Instant;
import java.util.List;

/** One mail's line in the index: its envelope, the headers that the list shows, and where its bytes lie. */
record Message(
        long id,
        Instant receivedAt,
        String envelopeFrom,
        List<String> envelopeTo,
        Summary summary,
        int size,
        Segment segment,
        long position) {

    /** The headers of a mail that the list shows, decoded; never null, possibly empty, of limited length. */
    record Summary(String from, List<String> to, String subject) {}

    String from() {
        return summary.from();
    }

    List<String> to() {
        return summary.to();
    }

    String subject() {
        return summary.subject();
    }
}
