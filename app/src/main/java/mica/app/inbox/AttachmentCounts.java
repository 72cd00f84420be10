package mica.app.inbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

/** How many attachments a mail has; taking mails apart for a list is done once per mail, not once per look at it. */
final class AttachmentCounts {

    private static final int REMEMBERED = 5_000;

    private final Spool spool;
    private final Cache<Long, Integer> byId =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build();

    AttachmentCounts(Spool spool) {
        this.spool = spool;
    }

    int of(ReceivedMail message) {
        return byId.get(
                message.id(),
                id -> spool.raw(message)
                        .map(raw -> MailReader.read(raw).attachments().size())
                        .orElse(0));
    }
}
