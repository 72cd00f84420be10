package mica.office.intake;

import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** The office's end of the one-way street. */
final class MailboxStore {

    private final Jdbi exchange;

    MailboxStore(Jdbi exchange) {
        this.exchange = exchange;
    }

    /** Work on taken envelopes; they are gone from the mailbox only when it returns. */
    @FunctionalInterface
    interface Work {
        void on(List<byte[]> envelopes);
    }

    /** Takes up to so many envelopes, oldest first, skipping those another office has in hand. Answers how many. */
    int take(int limit, Work work) {
        return exchange.inTransaction(handle -> {
            List<byte[]> envelopes = handle.createQuery("""
                            delete from mailbox.envelope
                            where id in (select id from mailbox.envelope order by id limit :limit for update skip locked)
                            returning bytes
                            """)
                    .bind("limit", limit)
                    .mapTo(byte[].class)
                    .list();
            if (!envelopes.isEmpty()) {
                work.on(envelopes);
            }
            return envelopes.size();
        });
    }
}
