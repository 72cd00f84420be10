package mica.office.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mica.exchange.database.Json;
import mica.exchange.directory.MailState;
import mica.office.door.QueueTransitions.State;
import mica.office.kept.DayRows;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The table of the door lane's mails. Claiming one moves its next attempt behind the lease and counts the attempt: the
 * number is the claim's token, so that an office which lost its lease can settle nothing, and a mail whose office died
 * is due again by itself.
 */
public final class MailStore {

    /** How a mail leaves the queue. */
    enum Settled {
        ACCEPTED,
        REFUSED,
        EXPIRED,
        /** Not sent: the address is dead. */
        SUPPRESSED
    }

    /** Whose mail it is; visitors stand at the door and wait for nobody's posters. */
    enum Lane {
        VISITORS,
        VENUES
    }

    /** A mail in hand. */
    record Claim(QueuedMail mail, int attempt, Instant createdAt) {}

    private final Jdbi office;
    private final InstantSource clock;
    private final MailClaims claims;

    MailStore(Jdbi office, InstantSource clock) {
        this.office = office;
        this.clock = clock;
        this.claims = new MailClaims(office, clock);
    }

    /** The mails go with the day whose key seals their recipient, those too that were never sent. */
    static DayRows rows() {
        return new DayRows() {

            @Override
            public String name() {
                return "mails";
            }

            @Override
            public String table() {
                return "mail";
            }

            @Override
            public List<LocalDate> days(Handle office, LocalDate before) {
                return office.createQuery(
                                "select distinct seal_day from mail where seal_day < :before order by seal_day")
                        .bind("before", before)
                        .mapTo(LocalDate.class)
                        .list();
            }

            @Override
            public int erase(Handle office, LocalDate day) {
                return office.createUpdate("""
                                delete from mail where ctid = any (array(
                                  select ctid from mail where seal_day = :day limit 10000))
                                """).bind("day", day).execute();
            }
        };
    }

    /** A confirmation has the id of its visit. */
    static void eraseConfirmations(Handle tx, Collection<UUID> visits) {
        tx.createUpdate("delete from mail where id = any(:visits) and kind = 'CONFIRMATION'")
                .bindArray("visits", UUID.class, visits.toArray())
                .execute();
    }

    static void insert(Handle tx, List<QueuedMail> mails, Instant now) {
        PreparedBatch batch = tx.prepareBatch("""
                insert into mail (id, kind, language, parameters, sealed_by, seal_day, associated, sealed_recipient,
                                  line, next_attempt_at, created_at)
                values (:id, :kind, :language, cast(:parameters as jsonb), :by, :day, :associated, :seal, :line, :now,
                        :now)
                on conflict (id) do nothing
                """);
        for (QueuedMail mail : mails) {
            batch.bind("id", mail.id())
                    .bind("kind", mail.kind().name())
                    .bind("language", mail.language().tag())
                    .bind("parameters", Json.write(mail.parameters()))
                    .bind("by", mail.recipient().by().name())
                    .bind("day", mail.recipient().day())
                    .bind("associated", mail.recipient().associated())
                    .bind("seal", mail.recipient().seal())
                    .bind("line", mail.line())
                    .bind("now", now)
                    .add();
        }
        batch.execute();
    }

    /** Takes mails that are due, a turn of each line after another; for as long as the lease, unless renewed. */
    List<Claim> claim(Lane lane, int most, Duration lease) {
        return claims.claim(lane, most, lease);
    }

    /** How many mails could not be read; each is looked at again every hour. */
    long unreadable() {
        return claims.unreadable();
    }

    /** Keeps mails in hand for another lease. */
    void renew(Map<UUID, Integer> attempts, Duration lease) {
        office.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    update mail set next_attempt_at = :until
                    where id = :id and attempts = :attempt and state = 'QUEUED'
                    """);
            attempts.forEach((id, attempt) -> batch.bind("id", id)
                    .bind("attempt", attempt)
                    .bind("until", clock.instant().plus(lease))
                    .add());
            batch.execute();
        });
    }

    /** Ends a mail; its recipient and its link are forgotten. @return what is told of it, if it is a confirmation */
    Optional<Told> settle(Claim claim, Settled how, String reply, MailState told) {
        return office.withHandle(handle -> handle.createQuery("""
                        update mail set state = :state, finished_at = :now, reply = :reply, sealed_recipient = null,
                                        parameters = parameters - 'link',
                                        told = case when kind = 'CONFIRMATION' then :told end, told_at = :now
                        where id = :id and attempts = :attempt and state = 'QUEUED'
                        returning id, also_for, also_at, seal_day, told, told_at, created_at
                        """)
                .bind("told", told.name())
                .bind("state", QueueTransitions.TABLE.next(State.QUEUED, how).name())
                .bind("now", clock.instant())
                .bind("reply", reply)
                .bind("id", claim.mail().id())
                .bind("attempt", claim.attempt())
                .map((row, context) -> row.getString("told") == null ? null : SharedMail.told(row))
                .findOne());
    }

    /** What belongs to a mail in another feature's table. */
    void use(Consumer<Handle> work) {
        office.useTransaction(work::accept);
    }

    /** Gives a mail back to the queue. */
    void putBack(Claim claim, Instant nextAttempt, String reply) {
        office.useHandle(handle -> handle.createUpdate("""
                        update mail set next_attempt_at = :next, reply = :reply
                        where id = :id and attempts = :attempt and state = 'QUEUED'
                        """)
                .bind("next", nextAttempt)
                .bind("reply", reply)
                .bind("id", claim.mail().id())
                .bind("attempt", claim.attempt())
                .execute());
    }

    /** Gives a mail back that was not tried: the claim does not count. */
    void putBackUntried(Claim claim, Instant next, String reply) {
        office.useHandle(handle -> handle.createUpdate("""
                        update mail set next_attempt_at = :next, reply = :reply, attempts = attempts - 1
                        where id = :id and attempts = :attempt and state = 'QUEUED'
                        """)
                .bind("next", next)
                .bind("reply", reply)
                .bind("id", claim.mail().id())
                .bind("attempt", claim.attempt())
                .execute());
    }

    /** What is told of a confirmation from now on; empty when it is none, or is not there any more. */
    static Optional<Told> nowTold(Handle tx, UUID mail, MailState state, Instant now) {
        return tx.createQuery("""
                        update mail set told = :state, told_at = :now where id = :id and kind = 'CONFIRMATION'
                        returning id, also_for, also_at, seal_day, told, told_at, created_at
                        """)
                .bind("state", state.name())
                .bind("now", now)
                .bind("id", mail)
                .map((row, context) -> SharedMail.told(row))
                .findOne();
    }

    Optional<Told> nowTold(UUID mail, MailState state) {
        return office.inTransaction(tx -> nowTold(tx, mail, state, clock.instant()));
    }

    /** What a mail is about; empty when it is not there any more. */
    static Optional<MailKind> kind(Handle tx, UUID mail) {
        return tx.createQuery("select kind from mail where id = :id")
                .bind("id", mail)
                .map((row, context) -> MailKind.valueOf(row.getString("kind")))
                .findOne();
    }

    /** @return false when it came back before; the first time stands */
    static boolean noteReturn(Handle tx, UUID mail, String verdict, Instant now) {
        return tx.createUpdate("""
                        update mail set came_back = :verdict, came_back_at = :now where id = :id and came_back is null
                        """)
                        .bind("verdict", verdict)
                        .bind("now", now)
                        .bind("id", mail)
                        .execute()
                == 1;
    }
}
