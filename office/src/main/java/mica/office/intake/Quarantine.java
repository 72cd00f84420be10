package mica.office.intake;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.MalformedEnvelopeException;
import mica.office.day.DayRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Owns the envelopes that could not be used: kept as they came, still sealed, until their day is erased. */
final class Quarantine implements DayRows {

    private static final Logger LOG = LoggerFactory.getLogger(Quarantine.class);

    private final InstantSource clock;
    private final ZoneId zone;

    Quarantine(InstantSource clock, ZoneId zone) {
        this.clock = clock;
        this.zone = zone;
    }

    void put(Handle tx, byte[] bytes, RefusedEnvelopeException why) {
        LOG.warn("intake.quarantined reason=\"{}\" length={}", why.reason(), bytes.length);
        Instant now = clock.instant();
        tx.createUpdate("""
                        insert into quarantine (quarantined_at, day, reason, epoch, bytes)
                        values (:at, :day, :reason, cast(:epoch as uuid), :bytes)
                        """)
                .bind("at", now)
                .bind("day", day(bytes, LocalDate.ofInstant(now, zone)))
                .bind("reason", why.reason())
                .bind("epoch", why.epoch())
                .bind("bytes", bytes)
                .execute();
    }

    /** What an envelope says of its day may be made up, so it never makes it stay longer than one that came today. */
    private static LocalDate day(byte[] bytes, LocalDate today) {
        try {
            LocalDate day = Envelope.fromBytes(bytes).day();
            return day.isBefore(today) ? day : today;
        } catch (MalformedEnvelopeException unreadable) {
            return today;
        }
    }

    /** Takes out what waited for an epoch that is here now. Answers how many. */
    int takeWaiting(Jdbi office, int limit, MailboxStore.Work work) {
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

    @Override
    public String name() {
        return "quarantined";
    }

    @Override
    public String table() {
        return "quarantine";
    }

    @Override
    public List<LocalDate> days(Handle office, LocalDate before) {
        return office.createQuery("select distinct day from quarantine where day < :before order by day")
                .bind("before", before)
                .mapTo(LocalDate.class)
                .list();
    }

    @Override
    public int erase(Handle office, LocalDate day) {
        return office.createUpdate("""
                        delete from quarantine where ctid = any (array(
                          select ctid from quarantine where day = :day limit 1000))
                        """).bind("day", day).execute();
    }
}
