package mica.office.delivery;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import mica.office.delivery.OutcomeStore.Count;
import mica.office.delivery.OutcomeStore.Counter;
import mica.office.kept.DayRows;
import org.jdbi.v3.core.Handle;

/**
 * Takes recipients away with the day of their visits; the counters of their notice stay. Who was still to be written to
 * counts as gone. A chunk that an office has in hand is left to it, for the next time. Threads may share it.
 */
public final class RecipientDayStore implements DayRows {

    private static final int CHUNKS = 20;

    private final OutcomeStore outcomes = new OutcomeStore();
    private final InstantSource clock;

    public RecipientDayStore(InstantSource clock) {
        this.clock = clock;
    }

    private record Range(UUID notice, int first, int last) {}

    @Override
    public String name() {
        return "recipients";
    }

    @Override
    public String table() {
        return "recipient";
    }

    @Override
    public List<LocalDate> days(Handle office, LocalDate before) {
        return office.createQuery(
                        "select distinct visit_day from recipient where visit_day < :before order by visit_day")
                .bind("before", before)
                .mapTo(LocalDate.class)
                .list();
    }

    @Override
    public int erase(Handle office, LocalDate day) {
        List<Range> ranges = office.createQuery("""
                        select notice_id, min(n) as first, max(n) as last from recipient where visit_day = :day
                        group by notice_id order by notice_id
                        """)
                .bind("day", day)
                .map((row, context) ->
                        new Range(row.getObject("notice_id", UUID.class), row.getInt("first"), row.getInt("last")))
                .list();
        for (Range range : ranges) {
            int erased = erase(office, range, day);
            if (erased > 0) {
                return erased;
            }
        }
        return 0;
    }

    /** Whom a notice reached or missed is counted already; who is still to be written to is counted as gone when due. */
    public static void eraseSettled(Handle tx, LocalDate day, Collection<UUID> visits) {
        tx.createUpdate("""
                        delete from recipient r using recipient_chunk c, delivery_state s
                        where r.visit_day = :day and r.visit_id = any(:visits)
                          and c.notice_id = r.notice_id and r.n between c.first_n and c.last_n
                          and s.letter = substr(c.states, r.n - c.first_n + 1, 1) and s.final
                        """)
                .bind("day", day)
                .bindArray("visits", UUID.class, visits.toArray())
                .execute();
    }

    private record Erased(int chunk, int first, int n, boolean uncertain) {}

    /** Locks the chunks as a worker does that takes one, so that none is at work on what goes. */
    private int erase(Handle office, Range range, LocalDate day) {
        List<Erased> erased = office.createQuery("""
                        with idle as materialized (
                          select notice_id, chunk, first_n, last_n from recipient_chunk c
                          where notice_id = :notice and last_n >= :first and first_n <= :last
                            and (done or leased_until <= clock_timestamp())
                            and exists (select from recipient r where r.notice_id = c.notice_id
                                        and r.n between c.first_n and c.last_n and r.visit_day = :day)
                          order by chunk limit :chunks for update skip locked)
                        delete from recipient r using idle
                        where r.notice_id = idle.notice_id and r.n between idle.first_n and idle.last_n
                          and r.visit_day = :day
                        returning idle.chunk, idle.first_n, r.n,
                                  exists (select from recipient_exception e
                                          where e.notice_id = r.notice_id and e.n = r.n and e.uncertain) as uncertain
                        """)
                .bind("notice", range.notice())
                .bind("first", range.first())
                .bind("last", range.last())
                .bind("day", day)
                .bind("chunks", CHUNKS)
                .map((row, context) -> new Erased(
                        row.getInt("chunk"), row.getInt("first_n"), row.getInt("n"), row.getBoolean("uncertain")))
                .list();
        if (isUnderWay(office, range.notice())) {
            Map<Integer, List<Erased>> byChunk =
                    erased.stream().collect(Collectors.groupingBy(Erased::chunk, TreeMap::new, Collectors.toList()));
            Count gone = Count.NOBODY;
            for (Map.Entry<Integer, List<Erased>> chunk : byChunk.entrySet()) {
                gone = gone.plus(markGone(office, range.notice(), chunk.getKey(), chunk.getValue()));
            }
            if (gone.people() > 0) {
                outcomes.add(
                        office,
                        Map.of(range.notice(), Map.of(new Counter("", RecipientState.GONE), gone)),
                        clock.instant());
            }
        }
        return erased.size();
    }

    /** A notice that was stopped keeps telling that they were never written to. */
    private static boolean isUnderWay(Handle office, UUID notice) {
        return office.createQuery("select state in ('SENDING', 'PAUSED') from notice where id = :notice")
                .bind("notice", notice)
                .mapTo(Boolean.class)
                .one();
    }

    /** Under a new epoch: what an office still writes that lost its lease is refused. */
    private static Count markGone(Handle office, UUID notice, int chunk, List<Erased> erased) {
        StateLine states = office.createQuery(
                        "select states from recipient_chunk where notice_id = :notice and chunk = :chunk")
                .bind("notice", notice)
                .bind("chunk", chunk)
                .mapTo(String.class)
                .map(StateLine::of)
                .one();
        int gone = 0;
        int uncertain = 0;
        for (Erased one : erased) {
            int place = one.n() - one.first();
            RecipientState state = states.get(place);
            if (!state.isSettled()) {
                uncertain += one.uncertain() || state == RecipientState.DOT_SENT ? 1 : 0;
                states.move(place, RecipientState.GONE);
                gone++;
            }
        }
        if (gone > 0) {
            office.createUpdate("""
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
        return new Count(gone, uncertain);
    }
}
