package mica.office.delivery;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Owns what is known of notices whose people are not all fixed yet. Threads may share it. */
final class FixingStore {

    /**
     * A notice in hand.
     *
     * @param position how far the people of the first notice were gone through; 0 for a first notice
     */
    record TakenFixing(UUID notice, int epoch, int position) {}

    void add(Handle tx, UUID notice, int position) {
        tx.createUpdate("insert into recipient_fixing (notice_id, position) values (:notice, :position)")
                .bind("notice", notice)
                .bind("position", position)
                .execute();
    }

    /** Takes the notice that waits longest and that nobody holds, or whose holder's lease ran out. */
    Optional<TakenFixing> take(Handle tx, Duration lease) {
        return tx.createQuery("""
                        update recipient_fixing
                        set epoch = epoch + 1, leased_until = clock_timestamp() + cast(:lease as interval)
                        where notice_id = (
                          select f.notice_id from recipient_fixing f join notice n on n.id = f.notice_id
                          where f.leased_until <= clock_timestamp()
                          order by n.approved_at limit 1 for update of f skip locked)
                        returning notice_id, epoch, position
                        """)
                .bind("lease", lease.toMillis() + " milliseconds")
                .map((row, context) -> new TakenFixing(
                        row.getObject("notice_id", UUID.class), row.getInt("epoch"), row.getInt("position")))
                .findOne();
    }

    /** Makes leases that are longer than any is given, by a clock that was wrong then, as long as one that is given now. */
    void shorten(Handle tx, Duration lease) {
        tx.createUpdate("""
                        update recipient_fixing set leased_until = clock_timestamp() + cast(:lease as interval)
                        where leased_until > clock_timestamp() + 2 * cast(:lease as interval)
                        """).bind("lease", lease.toMillis() + " milliseconds").execute();
    }

    /** Goes on, and keeps the lease. False when another office has taken over. */
    boolean goOn(Handle tx, TakenFixing taken, int position, Duration lease) {
        return tx.createUpdate("""
                        update recipient_fixing
                        set position = :position, leased_until = clock_timestamp() + cast(:lease as interval)
                        where notice_id = :notice and epoch = :epoch
                        """)
                        .bind("position", position)
                        .bind("lease", lease.toMillis() + " milliseconds")
                        .bind("notice", taken.notice())
                        .bind("epoch", taken.epoch())
                        .execute()
                == 1;
    }

    /** Lets others go on at once. */
    void giveBack(Handle tx, TakenFixing taken) {
        tx.createUpdate("""
                        update recipient_fixing set leased_until = '-infinity'
                        where notice_id = :notice and epoch = :epoch
                        """)
                .bind("notice", taken.notice())
                .bind("epoch", taken.epoch())
                .execute();
    }

    /** All are fixed. */
    void remove(Handle tx, UUID notice) {
        tx.createUpdate("delete from recipient_fixing where notice_id = :notice")
                .bind("notice", notice)
                .execute();
    }
}
