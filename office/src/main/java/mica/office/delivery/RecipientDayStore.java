package mica.office.delivery;

import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import mica.office.delivery.OutcomeStore.Counter;
import mica.office.delivery.OutcomeStore.PeopleCount;
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
        List<RecipientStore.Range> ranges = office.createQuery("""
                        select notice_id, min(n) as first, max(n) as last from recipient where visit_day = :day
                        group by notice_id order by notice_id
                        """)
                .bind("day", day)
                .map((row, context) -> new RecipientStore.Range(
                        row.getObject("notice_id", UUID.class), row.getInt("first"), row.getInt("last")))
                .list();
        for (RecipientStore.Range range : ranges) {
            int erased = erase(office, range, day);
            if (erased > 0) {
                return erased;
            }
        }
        return 0;
    }

    private int erase(Handle office, RecipientStore.Range range, LocalDate day) {
        List<RecipientStore.Erased> erased = RecipientStore.eraseIdle(office, range, day, CHUNKS);
        if (isUnderWay(office, range.notice())) {
            Map<Integer, List<RecipientStore.Erased>> byChunk = erased.stream()
                    .collect(Collectors.groupingBy(RecipientStore.Erased::chunk, TreeMap::new, Collectors.toList()));
            PeopleCount gone = PeopleCount.NOBODY;
            for (Map.Entry<Integer, List<RecipientStore.Erased>> chunk : byChunk.entrySet()) {
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

    private static PeopleCount markGone(Handle office, UUID notice, int chunk, List<RecipientStore.Erased> erased) {
        StateLine states = office.createQuery(
                        "select states from recipient_chunk where notice_id = :notice and chunk = :chunk")
                .bind("notice", notice)
                .bind("chunk", chunk)
                .mapTo(String.class)
                .map(StateLine::of)
                .one();
        int gone = 0;
        int uncertain = 0;
        for (RecipientStore.Erased one : erased) {
            int place = one.n() - one.first();
            RecipientState state = states.get(place);
            if (!state.isSettled()) {
                uncertain += one.uncertain() || state == RecipientState.DOT_SENT ? 1 : 0;
                states.move(place, RecipientState.GONE);
                gone++;
            }
        }
        if (gone > 0) {
            ChunkStore.gone(office, notice, chunk, states, uncertain);
        }
        return new PeopleCount(gone, uncertain);
    }
}
