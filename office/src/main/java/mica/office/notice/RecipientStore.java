package mica.office.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import mica.exchange.text.Language;
import mica.exchange.venue.VenueCode;
import mica.office.visit.VisitRef;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Owns the recipients of notices, the chunks in which offices take them, and the kept counters. Threads may share it.
 */
final class RecipientStore {

    private static final int LARGEST_CHUNK = 500;
    private static final int SMALLEST_CHUNK = 20;
    private static final int INSERTED_AT_A_TIME = 1_000;

    /** A chunk taken under a lease. What is recorded under an older epoch than the chunk's is refused. */
    record Chunk(UUID notice, int number, int epoch) {}

    /** One person of a claimed chunk. */
    record Claimed(
            int n, LocalDate day, VenueCode venue, Instant arrivedAt, UUID visit, Language language, int attempts) {}

    /**
     * What became of one claimed recipient.
     *
     * @param mailDomain empty when the address was never opened
     * @param nextAttemptAt for {@link RecipientState#DEFERRED} alone
     */
    record Outcome(
            int n,
            RecipientState state,
            String mailDomain,
            String reply,
            @Nullable Instant nextAttemptAt) {}

    private record Counter(String domain, RecipientState outcome) {}

    /** Fixes who gets a notice. @param sessions how many hands it is to be split among at least */
    void fix(Handle tx, UUID notice, List<VisitRef> people, int sessions, Instant now) {
        List<VisitRef> ordered = people.stream()
                .sorted(Comparator.comparing(VisitRef::day)
                        .thenComparing(ref -> ref.venue().value())
                        .thenComparing(VisitRef::arrivedAt))
                .toList();
        for (int from = 0; from < ordered.size(); from += INSERTED_AT_A_TIME) {
            PreparedBatch batch = tx.prepareBatch("""
                    insert into recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language)
                    values (:notice, :n, :day, :venue, :arrivedAt, :visit, :language)
                    """);
            for (int n = from; n < Math.min(from + INSERTED_AT_A_TIME, ordered.size()); n++) {
                VisitRef ref = ordered.get(n);
                batch.bind("notice", notice)
                        .bind("n", n)
                        .bind("day", ref.day())
                        .bind("venue", ref.venue().value())
                        .bind("arrivedAt", ref.arrivedAt())
                        .bind("visit", ref.id())
                        .bind("language", ref.language().tag())
                        .add();
            }
            batch.execute();
        }
        cut(tx, notice, ordered.size(), sessions, now);
    }

    /** Fixes the people another notice was sent to, those whose outcome is unknown among them. */
    int fixAs(Handle tx, UUID notice, UUID first, int sessions, Instant now) {
        int people =
                tx.createUpdate("""
                        insert into recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language)
                        select :notice, row_number() over (order by n) - 1, visit_day, venue_code, arrived_at, visit_id,
                               language
                        from recipient where notice_id = :first and state in ('ACCEPTED', 'CLAIMED')
                        """).bind("notice", notice).bind("first", first).execute();
        cut(tx, notice, people, sessions, now);
        return people;
    }

    /** How many people a follow-up of this notice would go to. */
    int sentTo(Handle handle, UUID notice) {
        return handle.createQuery("""
                        select count(*) from recipient where notice_id = :notice and state in ('ACCEPTED', 'CLAIMED')
                        """)
                .bind("notice", notice)
                .mapTo(Integer.class)
                .one();
    }

    private static void cut(Handle tx, UUID notice, int people, int sessions, Instant now) {
        int size = Math.clamp(people / (4L * sessions), SMALLEST_CHUNK, LARGEST_CHUNK);
        tx.createUpdate("""
                        insert into recipient_chunk (notice_id, chunk, first_n, last_n, leased_until, next_attempt_at)
                        select :notice, first / :size, first, least(first + :size, :people) - 1, :now, :now
                        from generate_series(0, :people - 1, :size) as first
                        """)
                .bind("notice", notice)
                .bind("size", size)
                .bind("people", people)
                .bind("now", now)
                .execute();
    }

    /** Takes a chunk that is due and that nobody holds, or whose holder's lease ran out. */
    Optional<Chunk> take(Handle tx, UUID notice, Instant due, Instant now, Duration lease) {
        return tx.createQuery("""
                        update recipient_chunk set epoch = epoch + 1, leased_until = :until
                        where (notice_id, chunk) = (
                          select notice_id, chunk from recipient_chunk
                          where notice_id = :notice and not done and next_attempt_at <= :due and leased_until <= :now
                          order by chunk limit 1 for update skip locked)
                        returning chunk, epoch
                        """)
                .bind("notice", notice)
                .bind("now", now)
                .bind("due", due)
                .bind("until", now.plus(lease))
                .map((row, context) -> new Chunk(notice, row.getInt("chunk"), row.getInt("epoch")))
                .findOne();
    }

    /**
     * Marks those of a chunk whose turn it is as claimed, before anything is sent to them. Those an earlier holder left
     * claimed are among them: nobody knows whether they were reached, so they are written to again under the same
     * Message-ID rather than forgotten.
     */
    List<Claimed> claim(Handle tx, Chunk chunk, Instant due) {
        return tx
                .createQuery("""
                        update recipient r set state = 'CLAIMED', attempts = attempts + 1, next_attempt_at = null
                        from recipient_chunk c
                        where c.notice_id = :notice and c.chunk = :chunk and r.notice_id = c.notice_id
                          and r.n between c.first_n and c.last_n
                          and (r.state in ('QUEUED', 'CLAIMED') or r.state = 'DEFERRED' and r.next_attempt_at <= :due)
                        returning r.n, r.visit_day, r.venue_code, r.arrived_at, r.visit_id, r.language, r.attempts
                        """)
                .bind("notice", chunk.notice())
                .bind("chunk", chunk.number())
                .bind("due", due)
                .map((row, context) -> new Claimed(
                        row.getInt("n"),
                        row.getObject("visit_day", LocalDate.class),
                        new VenueCode(row.getString("venue_code")),
                        row.getTimestamp("arrived_at").toInstant(),
                        row.getObject("visit_id", UUID.class),
                        Language.of(row.getString("language")),
                        row.getInt("attempts")))
                .list()
                .stream()
                .sorted(Comparator.comparingInt(Claimed::n))
                .toList();
    }

    /** Lengthens the lease. False when another office took the chunk over: then nothing may be recorded. */
    boolean renew(Handle tx, Chunk chunk, Instant until) {
        return tx.createUpdate("""
                        update recipient_chunk set leased_until = :until
                        where notice_id = :notice and chunk = :chunk and epoch = :epoch
                        """)
                        .bind("until", until)
                        .bind("notice", chunk.notice())
                        .bind("chunk", chunk.number())
                        .bind("epoch", chunk.epoch())
                        .execute()
                == 1;
    }

    void record(Handle tx, UUID notice, List<Outcome> outcomes, Instant now) {
        tx.createUpdate("""
                        update recipient r
                        set state = o.state, mail_domain = nullif(o.domain, ''), reply = nullif(o.reply, ''),
                            next_attempt_at = cast(nullif(o.next, '') as timestamptz),
                            settled_at = case when o.state = 'DEFERRED' then null else cast(:now as timestamptz) end
                        from unnest(:ns, :states, :domains, :replies, :nexts) as o (n, state, domain, reply, next)
                        where r.notice_id = :notice and r.n = o.n and r.state = 'CLAIMED'
                        """)
                .bind("notice", notice)
                .bind("now", now)
                .bindArray(
                        "ns", Integer.class, outcomes.stream().map(Outcome::n).toArray())
                .bindArray(
                        "states",
                        String.class,
                        outcomes.stream().map(o -> o.state().name()).toArray())
                .bindArray(
                        "domains",
                        String.class,
                        outcomes.stream().map(Outcome::mailDomain).toArray())
                .bindArray(
                        "replies",
                        String.class,
                        outcomes.stream().map(Outcome::reply).toArray())
                .bindArray(
                        "nexts",
                        String.class,
                        outcomes.stream()
                                .map(o -> o.nextAttemptAt() == null
                                        ? ""
                                        : o.nextAttemptAt().toString())
                                .toArray())
                .execute();
        count(tx, notice, outcomes, now);
    }

    /** In one order everywhere, so that two offices never wait for each other. */
    private static void count(Handle tx, UUID notice, List<Outcome> outcomes, Instant now) {
        Map<Counter, Integer> counters =
                new TreeMap<>(Comparator.comparing(Counter::domain).thenComparing(Counter::outcome));
        for (Outcome outcome : outcomes) {
            if (outcome.state().isSettled()) {
                counters.merge(new Counter(outcome.mailDomain(), outcome.state()), 1, Integer::sum);
            }
        }
        counters.forEach((counter, people) -> tx.createUpdate("""
                        insert into notice_outcome (notice_id, mail_domain, outcome, people, first_at, last_at)
                        values (:notice, :domain, :outcome, :people, :now, :now)
                        on conflict (notice_id, mail_domain, outcome)
                        do update set people = notice_outcome.people + excluded.people,
                                      last_at = greatest(notice_outcome.last_at, excluded.last_at)
                        """)
                .bind("notice", notice)
                .bind("domain", counter.domain())
                .bind("outcome", counter.outcome().name())
                .bind("people", people)
                .bind("now", now)
                .execute());
    }

    /** Gives a chunk back: who was claimed and not written to is queued again. */
    void release(Handle tx, Chunk chunk, Instant now) {
        tx.createUpdate("""
                        update recipient r set state = 'QUEUED', attempts = attempts - 1 from recipient_chunk c
                        where c.notice_id = :notice and c.chunk = :chunk and c.epoch = :epoch and r.notice_id = c.notice_id
                          and r.n between c.first_n and c.last_n and r.state = 'CLAIMED'
                        """)
                .bind("notice", chunk.notice())
                .bind("chunk", chunk.number())
                .bind("epoch", chunk.epoch())
                .execute();
        tx.createUpdate("""
                        update recipient_chunk c
                        set leased_until = :now, done = left_over.people = 0, deferred = left_over.deferred,
                            next_attempt_at = coalesce(left_over.next, :now)
                        from (select count(*) as people, count(*) filter (where r.state = 'DEFERRED') as deferred,
                                     case when bool_or(r.state = 'QUEUED') then :now else min(r.next_attempt_at) end as next
                              from recipient_chunk k left join recipient r on r.notice_id = k.notice_id
                                   and r.n between k.first_n and k.last_n and r.state in ('QUEUED', 'CLAIMED', 'DEFERRED')
                              where k.notice_id = :notice and k.chunk = :chunk and r.n is not null) left_over
                        where c.notice_id = :notice and c.chunk = :chunk and c.epoch = :epoch
                        """)
                .bind("notice", chunk.notice())
                .bind("chunk", chunk.number())
                .bind("epoch", chunk.epoch())
                .bind("now", now)
                .execute();
    }

    /** Whether nothing of a notice is left to do. */
    boolean isDone(Handle handle, UUID notice) {
        return handle.createQuery("""
                        select not exists (select from recipient_chunk where notice_id = :notice and not done)
                        """)
                .bind("notice", notice)
                .mapTo(Boolean.class)
                .one();
    }

    /** The kept counters of a notice, and who is to be tried again. */
    Progress progress(Handle handle, Notice notice) {
        List<Progress.Line> lines = handle.createQuery("""
                        select mail_domain, outcome, people, first_at, last_at from notice_outcome
                        where notice_id = :notice order by mail_domain, outcome
                        """)
                .bind("notice", notice.id())
                .map((row, context) -> new Progress.Line(
                        row.getString("mail_domain"),
                        RecipientState.valueOf(row.getString("outcome")),
                        row.getInt("people"),
                        row.getTimestamp("first_at").toInstant(),
                        row.getTimestamp("last_at").toInstant()))
                .list();
        int deferred = handle.createQuery(
                        "select coalesce(sum(deferred), 0) from recipient_chunk where notice_id = :notice")
                .bind("notice", notice.id())
                .mapTo(Integer.class)
                .one();
        return new Progress(notice.recipients(), deferred, lines);
    }
}
