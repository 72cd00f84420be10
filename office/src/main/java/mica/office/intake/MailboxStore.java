package mica.office.intake;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The office's end of the one-way street, and the quarantine beside it. */
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

    /** @param epoch with whose arrival it can be used, or null */
    static void quarantine(Handle office, byte[] envelope, String reason, @Nullable UUID epoch, Instant at) {
        office.createUpdate("""
                        insert into quarantine (quarantined_at, reason, epoch, bytes) values (:at, :reason, cast(:epoch as uuid), :bytes)
                        """)
                .bind("at", at)
                .bind("reason", reason)
                .bind("epoch", epoch)
                .bind("bytes", envelope)
                .execute();
    }

    /** Takes out of quarantine what waited for an epoch that is here now. Answers how many. */
    static int takeWaiting(Jdbi office, int limit, Work work) {
        return office.inTransaction(handle -> {
            List<byte[]> envelopes = handle.createQuery("""
                            delete from quarantine where id in (
                              select q.id from quarantine q join seal_epoch e on e.epoch = q.epoch
                              order by q.id limit :limit for update of q skip locked)
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

    static void forgetQuarantinedBefore(Handle office, Instant instant) {
        office.createUpdate("delete from quarantine where quarantined_at < :instant")
                .bind("instant", instant)
                .execute();
    }
}
