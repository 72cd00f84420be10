package mica.app.inbox;

import java.time.Instant;
import java.util.List;

/** One mail's line in the index: its envelope, the headers that the list shows, and after how many octets of its file it begins. */
record ReceivedMail(
        long id,
        Instant receivedAt,
        String envelopeFrom,
        List<String> envelopeTo,
        Summary summary,
        int size,
        int begin) {

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
