package mica.office.notice;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import mica.office.visit.VisitRef;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultSetException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Owns the recipients of notices, fixed at the approval, and reads the kept counters. What happens to recipients while
 * they are sent to belongs to {@link ChunkStore}. Threads may share it.
 */
final class RecipientStore {

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

    /**
     * Fixes who gets a notice, in the order given: people of one place and time beside each other are opened faster.
     *
     * @param sessions how many hands it is to be split among at least
     * @return how many they are
     */
    int fix(Handle tx, UUID notice, Iterable<VisitRef> people, int sessions, Instant now) {
        int n = 0;
        try {
            CopyIn copy = tx.getConnection()
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language) from stdin");
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
        cut(tx, notice, n, sessions, now);
        return n;
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

    /** Fixes the people another notice was sent to, those whose outcome is unknown among them. */
    int fixAs(Handle tx, UUID notice, UUID first, int sessions, Instant now) {
        int people = tx.createUpdate(
                        "insert into recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language)"
                                + " select :notice, row_number() over (order by r.n) - 1, r.visit_day, r.venue_code,"
                                + " r.arrived_at, r.visit_id, r.language " + REACHED)
                .bind("notice", notice)
                .bind("first", first)
                .execute();
        cut(tx, notice, people, sessions, now);
        return people;
    }

    /** How many people a follow-up of this notice would go to. */
    int sentTo(Handle handle, UUID notice) {
        return handle.createQuery("select count(*) " + REACHED)
                .bind("first", notice)
                .mapTo(Integer.class)
                .one();
    }

    private static void cut(Handle tx, UUID notice, int people, int sessions, Instant now) {
        int size = Math.clamp(people / (4L * sessions), SMALLEST_CHUNK, LARGEST_CHUNK);
        tx.createUpdate("""
                        insert into recipient_chunk
                               (notice_id, chunk, first_n, last_n, leased_until, next_attempt_at, states)
                        select :notice, first / :size, first, last, '-infinity', :now,
                               repeat(:queued, cast(last - first + 1 as int))
                        from generate_series(0, :people - 1, :size) as first,
                             lateral (select least(first + :size, :people) - 1 as last) as until
                        """)
                .bind("notice", notice)
                .bind("size", size)
                .bind("people", people)
                .bind("now", now)
                .bind("queued", String.valueOf(RecipientState.QUEUED.letter()))
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
