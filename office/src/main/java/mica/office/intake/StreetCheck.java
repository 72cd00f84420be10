package mica.office.intake;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The last self-check of a front that came through: it was sealed, committed, taken and opened like everything else.
 *
 * @param sentAt the front's clock
 * @param receivedAt the office's clock
 */
public record StreetCheck(Instant sentAt, Instant receivedAt) {

    /** A front sends one every minute; some may be lost with a restart. */
    private static final Duration SILENCE = Duration.ofMinutes(10);

    /** For monitors: open, silent, or not heard yet. */
    public static Part part(Jdbi office, Instant now) {
        return last(office)
                .map(check -> Duration.between(check.receivedAt(), now).abs().compareTo(SILENCE) > 0
                        ? Part.of("street", Condition.DOWN, "silent")
                        : Part.of("street", Condition.WELL, "open"))
                .orElse(Part.of("street", Condition.WELL, "not heard yet"));
    }

    /** Empty when none has come yet. */
    static Optional<StreetCheck> last(Jdbi office) {
        return office.withHandle(handle -> handle.createQuery("select sent_at, received_at from street_check")
                .map((row, context) -> new StreetCheck(
                        row.getTimestamp("sent_at").toInstant(),
                        row.getTimestamp("received_at").toInstant()))
                .findOne());
    }

    static void store(Handle tx, byte[] content, Instant now) {
        if (content.length != Long.BYTES) {
            throw new RefusedEnvelopeException("no self-check inside");
        }
        tx.createUpdate("""
                        insert into street_check (sent_at, received_at) values (:sent, :now)
                        on conflict (only_row) do update set sent_at = excluded.sent_at, received_at = excluded.received_at
                        """)
                .bind("sent", Instant.ofEpochMilli(ByteBuffer.wrap(content).getLong()))
                .bind("now", now)
                .execute();
    }
}
