package mica.office.delivery;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.text.Language;
import mica.exchange.venue.VenueCode;
import mica.office.notice.Notice;
import mica.office.visits.VisitRef;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultSetException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Owns the recipients of notices, fixed at the approval, and reads the kept counters.  What happens to recipients while
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

    /** People of one notice from one number to another. */
    record Range(UUID notice, int first, int last) {}

    /** Somebody who was taken away, of a chunk that begins with the number {@code first}. */
    record Erased(int chunk, int first, int n, boolean uncertain) {}

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

    /**
     * Takes away those of a day in some chunks that nobody has in hand. Locks the chunks as a worker does that takes one, so
     * that none is at work on what goes.
     */
    static List<Erased> eraseIdle(Handle tx, Range range, LocalDate day, int chunks) {
        return tx.createQuery("""
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
                .bind("chunks", chunks)
                .map((row, context) -> new Erased(
                        row.getInt("chunk"), row.getInt("first_n"), row.getInt("n"), row.getBoolean("uncertain")))
                .list();
    }

    /** Those of a chunk that were not erased. */
    static List<ChunkStore.ChunkPerson> people(Handle handle, ChunkStore.TakenChunk taken) {
        return people(
                handle,
                taken.chunk().notice(),
                taken.first(),
                taken.first() + taken.states().size() - 1);
    }

    /** Those from one number to another that were not erased. */
    static List<ChunkStore.ChunkPerson> people(Handle handle, UUID notice, int first, int last) {
        Map<String, VenueCode> venues = new HashMap<>();
        return handle.createQuery("""
                        select n, visit_day, venue_code, arrived_at, visit_id, language from recipient
                        where notice_id = :notice and n between :first and :last order by n
                        """)
                .bind("notice", notice)
                .bind("first", first)
                .bind("last", last)
                .map((row, context) -> new ChunkStore.ChunkPerson(
                        row.getInt("n"),
                        row.getObject("visit_day", LocalDate.class),
                        venues.computeIfAbsent(row.getString("venue_code"), VenueCode::new),
                        row.getTimestamp("arrived_at").toInstant(),
                        row.getObject("visit_id", UUID.class),
                        Language.of(row.getString("language"))))
                .list();
    }
}
