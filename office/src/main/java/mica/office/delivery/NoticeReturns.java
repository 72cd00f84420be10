package mica.office.delivery;

import java.time.Instant;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mica.office.bounce.CameBack;
import mica.office.kept.DayRows;
import mica.office.kept.DayTable;
import mica.office.kept.VisitRows;
import mica.office.message.SentMail;
import mica.office.outcome.Meaning;
import org.jdbi.v3.core.Handle;

/** Owns whose copies of notices came back, once a person, and their kept counters. Threads may share it. */
public final class NoticeReturns implements CameBack {

    private record ReturnedPerson(UUID visit, LocalDate day) {}

    @Override
    public Optional<Noted> note(Handle tx, SentMail mail, Meaning.Consequence verdict, Instant now) {
        return switch (mail) {
            case SentMail.Door door -> Optional.empty();
            case SentMail.Notice notice -> note(tx, notice, verdict, now);
        };
    }

    private Optional<Noted> note(Handle tx, SentMail.Notice mail, Meaning.Consequence verdict, Instant now) {
        return person(tx, mail).map(person -> {
            boolean first = insert(tx, mail, person.day(), verdict, now);
            if (first) {
                count(tx, mail.notice(), verdict, now);
            }
            return new Noted(first, person.visit());
        });
    }

    private static Optional<ReturnedPerson> person(Handle tx, SentMail.Notice mail) {
        return tx.createQuery("select visit_id, visit_day from recipient where notice_id = :notice and n = :n")
                .bind("notice", mail.notice())
                .bind("n", mail.recipient())
                .map((row, context) -> new ReturnedPerson(
                        row.getObject("visit_id", UUID.class), row.getObject("visit_day", LocalDate.class)))
                .findOne();
    }

    private static boolean insert(
            Handle tx, SentMail.Notice mail, LocalDate day, Meaning.Consequence verdict, Instant now) {
        return tx.createUpdate("""
                        insert into came_back (notice_id, n, visit_day, verdict, came_back_at)
                        values (:notice, :n, :day, :verdict, :now) on conflict (notice_id, n) do nothing
                        """)
                        .bind("notice", mail.notice())
                        .bind("n", mail.recipient())
                        .bind("day", day)
                        .bind("verdict", verdict.name())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    private static void count(Handle tx, UUID notice, Meaning.Consequence verdict, Instant now) {
        tx.createUpdate("""
                        insert into notice_return (notice_id, verdict, people, first_at, last_at)
                        values (:notice, :verdict, 1, :now, :now)
                        on conflict (notice_id, verdict)
                        do update set people = notice_return.people + 1,
                                      last_at = greatest(notice_return.last_at, excluded.last_at)
                        """)
                .bind("notice", notice)
                .bind("verdict", verdict.name())
                .bind("now", now)
                .execute();
    }

    /** How many people's copies of a notice came back, from the kept counters. */
    public Map<Meaning.Consequence, Integer> counts(Handle handle, UUID notice) {
        Map<Meaning.Consequence, Integer> counts = new EnumMap<>(Meaning.Consequence.class);
        handle.createQuery("select verdict, people from notice_return where notice_id = :notice")
                .bind("notice", notice)
                .map((row, context) ->
                        Map.entry(Meaning.Consequence.valueOf(row.getString("verdict")), row.getInt("people")))
                .forEach(count -> counts.put(count.getKey(), count.getValue()));
        return counts;
    }

    /** They go with single visits too; before the recipients, by which they are found. */
    public static VisitRows ofVisits() {
        return (tx, day, visits) -> tx.createUpdate("""
                        delete from came_back c using recipient r
                        where r.notice_id = c.notice_id and r.n = c.n
                          and r.visit_day = :day and r.visit_id = any(:visits)
                        """)
                .bind("day", day)
                .bindArray("visits", UUID.class, visits.toArray())
                .execute();
    }

    /** They go with the day of the visit; the counters stay. */
    public static DayRows rows() {
        return DayTable.of("came_back", "came_back", "visit_day");
    }
}
