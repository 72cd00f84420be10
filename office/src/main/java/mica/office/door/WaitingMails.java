package mica.office.door;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** How long the mails of the door lane wait, for monitors. */
public final class WaitingMails {

    /** A confirmation is looked for at the door. */
    private static final Duration VISITORS_USUAL = Duration.ofSeconds(15);

    private static final Duration VISITORS_LONGEST = Duration.ofMinutes(1);
    private static final Duration VENUES_USUAL = Duration.ofMinutes(2);
    private static final Duration VENUES_LONGEST = Duration.ofMinutes(15);

    /** Some recipients' servers ask for patience; when all wait so long, it is not them. */
    private static final Duration OLDEST_USUAL = Duration.ofMinutes(10);

    private WaitingMails() {}

    /**
     * Of each lane how long the first mail is overdue, and how old the oldest confirmation is of those that are next. What a
     * session has in hand, or is to be tried again later, is not overdue.
     */
    public static Part part(Jdbi office) {
        return office.withHandle(handle -> handle.createQuery("""
                        select
                          (select extract(epoch from clock_timestamp() - next_attempt_at) from mail
                           where state = 'QUEUED' and (kind = 'CONFIRMATION') = true
                           order by next_attempt_at limit 1) as visitors,
                          (select extract(epoch from clock_timestamp() - next_attempt_at) from mail
                           where state = 'QUEUED' and (kind = 'CONFIRMATION') = false
                           order by next_attempt_at limit 1) as venues,
                          (select extract(epoch from clock_timestamp() - min(created_at))
                           from (select created_at from mail where state = 'QUEUED' and (kind = 'CONFIRMATION') = true
                                 order by next_attempt_at limit 1000) next) as oldest
                        """)
                .map((row, context) -> part(
                        number(row.getObject("visitors")),
                        number(row.getObject("venues")),
                        number(row.getObject("oldest"))))
                .one());
    }

    private static Part part(@Nullable Long visitors, @Nullable Long venues, @Nullable Long oldest) {
        Map<String, Object> facts = new LinkedHashMap<>();
        Condition worst = put(facts, "confirmations_overdue_seconds", visitors, VISITORS_USUAL, VISITORS_LONGEST)
                .worse(put(facts, "venue_mails_overdue_seconds", venues, VENUES_USUAL, VENUES_LONGEST))
                .worse(put(facts, "oldest_confirmation_seconds", oldest, OLDEST_USUAL, Duration.ofDays(2)));
        return new Part("mail", worst, facts);
    }

    private static Condition put(
            Map<String, Object> facts, String name, @Nullable Long seconds, Duration usual, Duration longest) {
        long waited = seconds == null ? 0 : Math.max(0, seconds);
        facts.put(name, waited);
        Condition late = waited > usual.toSeconds() ? Condition.DEGRADED : Condition.WELL;
        return waited > longest.toSeconds() ? Condition.DOWN : late;
    }

    private static @Nullable Long number(@Nullable Object seconds) {
        return seconds instanceof Number number ? Long.valueOf(number.longValue()) : null;
    }
}
