package mica.office.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mica.exchange.database.ByIndex;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The office's end of the one-way street. Envelopes wait in lines, one for each door and one for each other kind; the lines
 * take turns, so that a flooded door delays its own visitors alone. For one thread.
 */
final class MailboxStore {

    /** So many go at a turn while others wait. */
    static final int TURN = 50;

    /** Announcements of epochs: without them what follows cannot be opened. */
    private static final byte[] FIRST_LINE = {};

    private final Jdbi exchange;
    private byte[] lastServed = FIRST_LINE;

    MailboxStore(Jdbi exchange) {
        this.exchange = exchange;
    }

    /** EnvelopeWork on taken envelopes; they are gone from the mailbox only when it returns. */
    @FunctionalInterface
    interface EnvelopeWork {
        void on(List<byte[]> envelopes);
    }

    private record TakenEnvelope(long id, byte[] line, byte[] bytes) {

        boolean isOf(byte[] other) {
            return Arrays.equals(line, other);
        }
    }

    /**
     * Takes up to so many envelopes, skipping those another office has in hand: announcements, then a turn of each line, in
     * the order of the lines from the last one served; and if that leaves room, of the long ones more. Within a line the
     * oldest go first. What it costs depends on how many are taken, not on how many wait. Answers how many.
     */
    int take(int limit, EnvelopeWork work) {
        return exchange.inTransaction(handle -> {
            ByIndex.alone(handle);
            List<TakenEnvelope> taken = new ArrayList<>(turns(handle, limit));
            taken.stream()
                    .filter(one -> !one.isOf(FIRST_LINE))
                    .reduce((before, last) -> last)
                    .ifPresent(last -> lastServed = last.line());
            for (byte[] line : longLines(taken)) {
                if (taken.size() < limit) {
                    taken.addAll(more(handle, line, limit - taken.size()));
                }
            }
            if (!taken.isEmpty()) {
                work.on(taken.stream()
                        .sorted(Comparator.comparingLong(TakenEnvelope::id))
                        .map(TakenEnvelope::bytes)
                        .toList());
            }
            return taken.size();
        });
    }

    /**
     * In the order of the turns. A line is asked for by "not before and not behind": for "equal" the index of the numbers
     * would do, too, and be read from its start.
     */
    private List<TakenEnvelope> turns(Handle handle, int limit) {
        return handle.createQuery("""
                        with recursive following (line) as (
                          (select line from mailbox.envelope where line > :last order by line limit 1)
                          union all
                          select (select e.line from mailbox.envelope e where e.line > f.line order by e.line limit 1)
                          from following f where f.line is not null
                        ), again (line) as (
                          (select line from mailbox.envelope where line > :first order by line limit 1)
                          union all
                          select (select e.line from mailbox.envelope e
                                  where e.line > a.line and e.line <= :last order by e.line limit 1)
                          from again a where a.line is not null
                        ), turns (line) as (
                          select cast(:first as bytea)
                          union all select line from following where line is not null
                          union all select line from again where line <= :last
                        ), chosen as materialized (
                          select e.place_in_table, e.line, row_number() over () as place
                          from turns t, lateral (select ctid as place_in_table, line from mailbox.envelope
                                                 where line >= t.line and line <= t.line
                                                 order by line, id limit :turn for update skip locked) e
                          limit :limit
                        ), gone as (
                          delete from mailbox.envelope where ctid = any (array(select place_in_table from chosen))
                          returning ctid as place_in_table, id, bytes
                        )
                        select id, line, bytes from chosen join gone using (place_in_table) order by place
                        """)
                .bind("first", FIRST_LINE)
                .bind("last", lastServed)
                .bind("turn", TURN)
                .bind("limit", limit)
                .map((row, context) ->
                        new TakenEnvelope(row.getLong("id"), row.getBytes("line"), row.getBytes("bytes")))
                .list();
    }

    /** Those that had a whole turn and may have more. */
    private static List<byte[]> longLines(List<TakenEnvelope> taken) {
        Map<ByteBuffer, Long> sizes = taken.stream()
                .collect(Collectors.groupingBy(one -> ByteBuffer.wrap(one.line()), Collectors.counting()));
        return sizes.entrySet().stream()
                .filter(line -> line.getValue() >= TURN)
                .map(line -> line.getKey().array())
                .toList();
    }

    private static List<TakenEnvelope> more(Handle handle, byte[] line, int limit) {
        return handle.createQuery("""
                        delete from mailbox.envelope where ctid = any (array(
                          select ctid from mailbox.envelope where line >= :line and line <= :line
                          order by line, id limit :limit for update skip locked))
                        returning id, line, bytes
                        """)
                .bind("line", line)
                .bind("limit", limit)
                .map((row, context) ->
                        new TakenEnvelope(row.getLong("id"), row.getBytes("line"), row.getBytes("bytes")))
                .list();
    }
}
