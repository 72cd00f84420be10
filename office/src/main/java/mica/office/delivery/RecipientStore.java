package mica.office.delivery;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import mica.office.notice.Notice;
import mica.office.visits.VisitRef;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultSetException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Owns the recipients of notices, fixed at the approval, and reads the kept counters. What happens to recipients while
 * they are sent to belongs to {@link ChunkStore}. Threads may share it.
 */
public final class RecipientStore {

    private static final int LARGEST_CHUNK = 500;
    private static final int SMALLEST_CHUNK = 20;
    private static final int COPIED_AT_A_TIME = 64 * 1_024;

    /** Who was written to, as far as anybody knows: accepted, or uncertain. Letters as in RecipientState. */
    private static final String REACHED = """
        from recipient_chunk c
        cross join lateral string_to_table(c.states, null) with ordinality as s (letter, place)
        join recipient r on r.notice_id = c.notice_id and r.n = c.first_n + s.place - 1
        where c.notice_id = :first
          and (s.letter in ('a', 'd')
               or exists (select from recipient_exception e
                          where e.notice_id = r.notice_id and e.n = r.n and e.uncertain))
        """;

    private final OutcomeStore outcomes = new OutcomeStore();

    /**
     * Adds people to a notice, in the order given: people of one place and time beside each other are opened faster.
     *
     * @param first the number of the first of them
     */
    void add(Handle tx, UUID notice, int first, List<VisitRef> people) {
        int n = first;
        try {
            CopyIn copy = tx.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language) from"
                            + " stdin");
            StringBuilder lines = new StringBuilder(COPIED_AT_A_TIME + 256);
            for (VisitRef ref : people) {
                line(lines, notice, n++, ref);
                if (lines.length() >= COPIED_AT_A_TIME) {
                    write(copy, lines);
                }
            }
            write(copy, lines);
            copy.endCopy();
        } catch (SQLException failed) {
            throw new ResultSetException("recipients were not fixed", failed, null);
        }
    }

    /** None of the values can hold a tab, a line end or a backslash. */
    private static void line(StringBuilder lines, UUID notice, int n, VisitRef ref) {
        lines.append(notice)
                .append('\t')
                .append(n)
                .append('\t')
                .append(ref.day())
                .append('\t')
                .append(ref.venue().value())
                .append('\t')
                .append(ref.arrivedAt())
                .append('\t')
                .append(ref.id())
                .append('\t')
                .append(ref.language().tag())
                .append('\n');
    }

    private static void write(CopyIn copy, StringBuilder lines) throws SQLException {
        byte[] octets = lines.toString().getBytes(StandardCharsets.US_ASCII);
        copy.writeToCopy(octets, 0, octets.length);
        lines.setLength(0);
    }

    /**
     * Adds those of a stretch of people to whom another notice was sent, those whose outcome is unknown among them.
     *
     * @param first the number of the first who is added
     * @param from where the stretch begins among the other notice's people
     * @param to where it ends, exclusive
     * @return how many were added
     */
    int addReached(Handle tx, UUID notice, int first, UUID other, int from, int to) {
        return tx.createUpdate(
                        "insert into recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language)"
                                + " select :notice, :firstN + row_number() over (order by r.n) - 1, r.visit_day,"
                                + " r.venue_code, r.arrived_at, r.visit_id, r.language " + REACHED
                                + " and c.last_n >= :from and c.first_n < :to and r.n >= :from and r.n < :to")
                .bind("notice", notice)
                .bind("firstN", first)
                .bind("first", other)
                .bind("from", from)
                .bind("to", to)
                .execute();
    }

    /** How many people a follow-up of this notice would go to. */
    public int sentTo(Handle handle, UUID notice) {
        return handle.createQuery("select count(*) " + REACHED)
                .bind("first", notice)
                .mapTo(Integer.class)
                .one();
    }

    /** Of how many people a chunk is, so that all sessions have something to do. */
    static int chunkSize(int people, int sessions) {
        return Math.clamp(people / (4L * sessions), SMALLEST_CHUNK, LARGEST_CHUNK);
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

    /** Whether nothing of a notice is left to do. */
    boolean isDone(Handle handle, UUID notice) {
        return handle.createQuery("""
            select not exists (select from recipient_chunk where notice_id = :notice and not done)
               and not exists (select from recipient_fixing where notice_id = :notice)
            """)
                .bind("notice", notice)
                .mapTo(Boolean.class)
                .one();
    }

    private record Unsettled(int deferred, int uncertain) {}

    /** The kept counters of a notice, who is to be tried again, and of whom nobody knows. */
    public Progress progress(Handle handle, Notice notice) {
        // Who was being handed over when a lease ran out is uncertain, whether or not somebody has found out yet.
        Unsettled unsettled = handle.createQuery("""
            select coalesce(sum(deferred), 0) as deferred,
                   coalesce(sum(uncertain + case when leased_until <= clock_timestamp() then in_flight
                                                 else 0 end), 0) as uncertain
            from recipient_chunk where notice_id = :notice
            """)
                .bind("notice", notice.id())
                .map((row, context) -> new Unsettled(row.getInt("deferred"), row.getInt("uncertain")))
                .one();
        boolean fixed = handle.createQuery("select not exists (select from recipient_fixing where notice_id = :notice)")
                .bind("notice", notice.id())
                .mapTo(Boolean.class)
                .one();
        return new Progress(
                notice.recipients(),
                fixed,
                unsettled.deferred(),
                unsettled.uncertain(),
                outcomes.lines(handle, notice.id()));
    }
}
