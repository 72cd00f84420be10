package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import mica.exchange.text.Language;
import mica.exchange.venue.VenueCode;
import mica.office.delivery.OutcomeStore.Counter;
import mica.office.delivery.OutcomeStore.PeopleCount;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Owns the chunks of recipients while they are sent: who holds one, the states of its people, and what differs from the
 * usual. Leases go by the database's clock, which is one for all offices. Threads may share it.
 */
final class ChunkStore {

    private final OutcomeStore outcomes = new OutcomeStore();

    /** A chunk taken under a lease. What is written under an older epoch than the chunk's is refused. */
    record Chunk(UUID notice, int number, int epoch) {}

    /** A chunk nobody else has. */
    record TakenChunk(Chunk chunk, int first, StateLine states) {}

    /** One person of a chunk. */
    record ChunkPerson(int n, LocalDate day, VenueCode venue, Instant arrivedAt, UUID visit, Language language) {}

    /**
     * What differs from "accepted at the first attempt".
     *
     * @param nextAttemptAt null when there is none
     * @param uncertain whether a copy may have arrived of which nobody knows
     */
    record Trouble(
            int n, int attempts, @Nullable Instant nextAttemptAt, String reply, String mailDomain, boolean uncertain) {}

    /**
     * Those of a chunk who are not settled and not simply queued.
     *
     * @param uncertain who may have got a copy of which nobody knows
     * @param inFlight who is being handed over for the first time
     */
    record UnsettledCounts(int deferred, int uncertain, int inFlight) {}

    /**
     * What one holder has to store of a chunk.
     *
     * @param step one more than the write before it, so that a write whose commit went unheard is not counted twice
     * @param held whether the lease goes on; otherwise it ends here
     * @param next when it is to be taken again
     */
    record Write(
            Chunk chunk,
            int step,
            String states,
            UnsettledCounts waiting,
            boolean done,
            boolean held,
            Instant next,
            List<Trouble> troubles,
            Map<Counter, PeopleCount> counters) {}

    /**
     * For every transaction here. Should this office freeze amid one that others wait for, the database ends it. And what
     * is committed is on the disk whatever the server's usual is: a dot that was forgotten would be sent twice.
     */
    void begin(Handle tx) {
        tx.createQuery("""
                        select set_config('idle_in_transaction_session_timeout', '10s', true) as patience,
                               set_config('synchronous_commit',
                                          replace(current_setting('synchronous_commit'), 'off', 'on'), true) as durability
                        """).mapToMap().one();
    }

    /** Hands people over to be sent to, in chunks. @param to the number after the last of them */
    void cut(Handle tx, UUID notice, int from, int to, int size) {
        tx.createUpdate("""
            insert into recipient_chunk
                   (notice_id, chunk, first_n, last_n, leased_until, next_attempt_at, states)
            select :notice, next + (first - :from) / :size, first, last, '-infinity', '-infinity',
                   repeat(:queued, cast(last - first + 1 as int))
            from (select coalesce(max(chunk) + 1, 0) as next from recipient_chunk where notice_id = :notice)
                   as last_chunk,
                 generate_series(:from, :to - 1, :size) as first,
                 lateral (select least(first + :size, :to) - 1 as last) as until
            """)
                .bind("notice", notice)
                .bind("size", size)
                .bind("from", from)
                .bind("to", to)
                .bind("queued", String.valueOf(RecipientState.QUEUED.letter()))
                .execute();
    }

    /** Takes a chunk that is due and that nobody holds, or whose holder's lease ran out. */
    Optional<TakenChunk> take(Handle tx, UUID notice, Instant due, Duration lease) {
        return tx.createQuery("""
                        update recipient_chunk
                        set epoch = epoch + 1, step = 0, leased_until = clock_timestamp() + cast(:lease as interval),
                            uncertain = uncertain + in_flight, in_flight = 0
                        where (notice_id, chunk) = (
                          select notice_id, chunk from recipient_chunk
                          where notice_id = :notice and not done and (next_attempt_at <= :due or next_attempt_at > :wrong)
                            and leased_until <= clock_timestamp()
                          order by chunk limit 1 for update skip locked)
                        returning chunk, epoch, first_n, states
                        """)
                .bind("notice", notice)
                .bind("due", due)
                // Set by a clock that was wrong, or by who held it and died.
                .bind("wrong", due.plus(RecipientPatience.LONGEST_WAIT))
                .bind("lease", lease.toMillis() + " milliseconds")
                .map((row, context) -> new TakenChunk(
                        new Chunk(notice, row.getInt("chunk"), row.getInt("epoch")),
                        row.getInt("first_n"),
                        StateLine.of(row.getString("states"))))
                .findOne();
    }

    /** What was unusual with them so far, by n. */
    Map<Integer, Trouble> troubles(Handle handle, TakenChunk taken) {
        Map<Integer, Trouble> troubles = new HashMap<>();
        handle.createQuery("""
                        select n, attempts, next_attempt_at, reply, mail_domain, uncertain from recipient_exception
                        where notice_id = :notice and n between :first and :last
                        """)
                .bind("notice", taken.chunk().notice())
                .bind("first", taken.first())
                .bind("last", taken.first() + taken.states().size() - 1)
                .map((row, context) -> new Trouble(
                        row.getInt("n"),
                        row.getInt("attempts"),
                        row.getTimestamp("next_attempt_at") == null
                                ? null
                                : row.getTimestamp("next_attempt_at").toInstant(),
                        row.getString("reply"),
                        row.getString("mail_domain"),
                        row.getBoolean("uncertain")))
                .forEach(trouble -> troubles.put(trouble.n(), trouble));
        return troubles;
    }

    /** Stores the states of a chunk that was just taken. */
    void claim(Handle tx, TakenChunk taken) {
        tx.createUpdate("update recipient_chunk set states = :states where notice_id = :notice and chunk = :chunk")
                .bind("states", taken.states().toString())
                .bind("notice", taken.chunk().notice())
                .bind("chunk", taken.chunk().number())
                .execute();
    }

    /**
     * Stores the states of a chunk that nobody holds, of which people have gone; under a new epoch, so that what an office
     * still writes that lost its lease is refused.
     *
     * @param uncertain how many of those who are gone may have got a copy
     */
    static void gone(Handle tx, UUID notice, int chunk, StateLine states, int uncertain) {
        tx.createUpdate("""
                        update recipient_chunk
                        set states = :states, epoch = epoch + 1, step = 0, done = :done, deferred = :deferred,
                            uncertain = uncertain + in_flight - :uncertain, in_flight = 0
                        where notice_id = :notice and chunk = :chunk
                        """)
                .bind("states", states.toString())
                .bind("done", states.isDone())
                .bind("deferred", states.count(RecipientState.DEFERRED))
                .bind("uncertain", uncertain)
                .bind("notice", notice)
                .bind("chunk", chunk)
                .execute();
    }

    /** Lengthens leases; those of chunks that were taken over stay as they are. */
    void renew(Handle tx, List<Chunk> chunks, Duration lease) {
        tx.createUpdate("""
                        update recipient_chunk c set leased_until = clock_timestamp() + cast(:lease as interval)
                        from unnest(:notices, cast(:chunks as int[]), cast(:epochs as int[])) as w (notice, chunk, epoch)
                        where c.notice_id = w.notice and c.chunk = w.chunk and c.epoch = w.epoch
                        """)
                .bind("lease", lease.toMillis() + " milliseconds")
                .bindArray(
                        "notices",
                        UUID.class,
                        chunks.stream().map(Chunk::notice).toArray())
                .bindArray(
                        "chunks",
                        Integer.class,
                        chunks.stream().map(Chunk::number).toArray())
                .bindArray(
                        "epochs",
                        Integer.class,
                        chunks.stream().map(Chunk::epoch).toArray())
                .execute();
    }

    /**
     * Makes leases that are longer than any is given, by a clock that was wrong then, as long as one that is given now:
     * whoever is there renews it in time.
     */
    void shorten(Handle tx, Collection<UUID> notices, Duration lease) {
        tx.createUpdate("""
                        update recipient_chunk set leased_until = clock_timestamp() + cast(:lease as interval)
                        where notice_id = any(:notices) and not done
                          and leased_until > clock_timestamp() + 2 * cast(:lease as interval)
                        """)
                .bind("lease", lease.toMillis() + " milliseconds")
                .bindArray("notices", UUID.class, notices.toArray())
                .execute();
    }

    /** What the database says to a write. */
    enum ChunkAnswer {
        WRITTEN,
        /** Written, and the notice is not to be sent at present. */
        WRITTEN_AND_HELD_BACK,
        /** Another office has the chunk; nothing was written. */
        TAKEN_OVER
    }

    private record ChunkKey(UUID notice, int chunk) {}

    /** Stores what some chunks' holders have to store. At most one write a chunk. */
    Map<Chunk, ChunkAnswer> write(Handle tx, List<Write> writes, Duration lease, Instant now) {
        Map<ChunkKey, Boolean> written = update(tx, writes, lease);
        Map<Chunk, ChunkAnswer> answers = new HashMap<>();
        Map<UUID, Map<Counter, PeopleCount>> counters = new HashMap<>();
        Set<ChunkKey> missing = new HashSet<>();
        for (Write write : writes) {
            ChunkKey key = new ChunkKey(write.chunk().notice(), write.chunk().number());
            Boolean sending = written.get(key);
            if (sending == null) {
                missing.add(key);
            } else {
                answers.put(write.chunk(), sending ? ChunkAnswer.WRITTEN : ChunkAnswer.WRITTEN_AND_HELD_BACK);
                Map<Counter, PeopleCount> ofNotice =
                        counters.computeIfAbsent(write.chunk().notice(), notice -> new HashMap<>());
                write.counters().forEach((counter, people) -> ofNotice.merge(counter, people, PeopleCount::plus));
            }
        }
        note(
                tx,
                writes.stream()
                        .filter(write -> answers.containsKey(write.chunk()))
                        .toList());
        outcomes.add(tx, counters, now);
        for (Write write : writes) {
            if (missing.contains(
                    new ChunkKey(write.chunk().notice(), write.chunk().number()))) {
                answers.put(write.chunk(), earlier(tx, write));
            }
        }
        return answers;
    }

    private static Map<ChunkKey, Boolean> update(Handle tx, List<Write> writes, Duration lease) {
        Map<ChunkKey, Boolean> written = new HashMap<>();
        tx.createQuery("""
                        update recipient_chunk c
                        set states = w.states, step = w.step, deferred = w.deferred, uncertain = w.uncertain,
                            in_flight = w.in_flight, done = w.done,
                            next_attempt_at = cast(w.next as timestamptz),
                            leased_until = case when w.held then clock_timestamp() + cast(:lease as interval)
                                                else '-infinity' end
                        from unnest(:notices, cast(:chunks as int[]), cast(:epochs as int[]), cast(:steps as int[]), :states,
                                    cast(:deferreds as int[]), cast(:uncertains as int[]), cast(:in_flights as int[]),
                                    cast(:dones as boolean[]), cast(:helds as boolean[]), :nexts)
                             as w (notice, chunk, epoch, step, states, deferred, uncertain, in_flight, done, held, next)
                        join notice n on n.id = w.notice
                        where c.notice_id = w.notice and c.chunk = w.chunk and c.epoch = w.epoch and c.step = w.step - 1
                        returning c.notice_id, c.chunk, n.state = 'SENDING' as sending
                        """)
                .bind("lease", lease.toMillis() + " milliseconds")
                .bindArray(
                        "notices",
                        UUID.class,
                        column(writes, write -> write.chunk().notice()))
                .bindArray(
                        "chunks",
                        Integer.class,
                        column(writes, write -> write.chunk().number()))
                .bindArray(
                        "epochs",
                        Integer.class,
                        column(writes, write -> write.chunk().epoch()))
                .bindArray("steps", Integer.class, column(writes, Write::step))
                .bindArray("states", String.class, column(writes, Write::states))
                .bindArray(
                        "deferreds",
                        Integer.class,
                        column(writes, write -> write.waiting().deferred()))
                .bindArray(
                        "uncertains",
                        Integer.class,
                        column(writes, write -> write.waiting().uncertain()))
                .bindArray(
                        "in_flights",
                        Integer.class,
                        column(writes, write -> write.waiting().inFlight()))
                .bindArray("dones", String.class, column(writes, write -> Boolean.toString(write.done())))
                .bindArray("helds", String.class, column(writes, write -> Boolean.toString(write.held())))
                .bindArray(
                        "nexts",
                        String.class,
                        column(writes, write -> write.next().toString()))
                .map((row, context) -> Map.entry(
                        new ChunkKey(row.getObject("notice_id", UUID.class), row.getInt("chunk")),
                        row.getBoolean("sending")))
                .forEach(entry -> written.put(entry.getKey(), entry.getValue()));
        return written;
    }

    private static <T> Object[] column(List<T> rows, java.util.function.Function<T, Object> value) {
        return rows.stream().map(value).toArray();
    }

    /** A write that is there already was committed when the answer went missing. */
    private static ChunkAnswer earlier(Handle tx, Write write) {
        return tx.createQuery("""
                        select n.state = 'SENDING' from recipient_chunk c join notice n on n.id = c.notice_id
                        where c.notice_id = :notice and c.chunk = :chunk and c.epoch = :epoch and c.step = :step
                        """)
                .bind("notice", write.chunk().notice())
                .bind("chunk", write.chunk().number())
                .bind("epoch", write.chunk().epoch())
                .bind("step", write.step())
                .mapTo(Boolean.class)
                .findOne()
                .map(sending -> sending ? ChunkAnswer.WRITTEN : ChunkAnswer.WRITTEN_AND_HELD_BACK)
                .orElse(ChunkAnswer.TAKEN_OVER);
    }

    private record OfNotice(UUID notice, Trouble trouble) {}

    private static void note(Handle tx, List<Write> writes) {
        List<OfNotice> all = writes.stream()
                .flatMap(write -> write.troubles().stream()
                        .map(trouble -> new OfNotice(write.chunk().notice(), trouble)))
                .toList();
        if (all.isEmpty()) {
            return;
        }
        // Who was erased meanwhile needs no row.
        tx.createUpdate("""
                        insert into recipient_exception as e
                               (notice_id, n, attempts, next_attempt_at, reply, mail_domain, uncertain)
                        select w.notice, w.n, w.attempts, cast(nullif(w.next, '') as timestamptz), w.reply, w.domain,
                               w.uncertain
                        from unnest(:notices, cast(:ns as int[]), cast(:attempts as int[]), :nexts, :replies, :domains,
                                    cast(:uncertains as boolean[]))
                             as w (notice, n, attempts, next, reply, domain, uncertain)
                        where exists (select from recipient r where r.notice_id = w.notice and r.n = w.n)
                        on conflict (notice_id, n) do update
                        set attempts = excluded.attempts, next_attempt_at = excluded.next_attempt_at,
                            reply = excluded.reply, mail_domain = excluded.mail_domain,
                            uncertain = e.uncertain or excluded.uncertain
                        """)
                .bindArray("notices", UUID.class, column(all, OfNotice::notice))
                .bindArray("ns", Integer.class, column(all, one -> one.trouble().n()))
                .bindArray(
                        "attempts",
                        Integer.class,
                        column(all, one -> one.trouble().attempts()))
                .bindArray(
                        "nexts",
                        String.class,
                        column(
                                all,
                                one -> one.trouble().nextAttemptAt() == null
                                        ? ""
                                        : String.valueOf(one.trouble().nextAttemptAt())))
                .bindArray(
                        "replies",
                        String.class,
                        column(all, one -> one.trouble().reply()))
                .bindArray(
                        "domains",
                        String.class,
                        column(all, one -> one.trouble().mailDomain()))
                .bindArray(
                        "uncertains",
                        String.class,
                        column(all, one -> Boolean.toString(one.trouble().uncertain())))
                .execute();
    }
}
