package mica.office.door;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import mica.exchange.database.ByIndex;
import mica.exchange.database.Json;
import mica.exchange.log.Repeats;
import mica.exchange.text.Language;
import mica.office.door.MailStore.Claim;
import mica.office.door.MailStore.Lane;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose turn it is in the door lane: mails wait in lines, one for each door, and the lines take turns, so that fifty
 * thousand confirmations of one door hold up no other door's. What a claim costs does not depend on how many wait. Threads
 * may share it.
 */
public final class MailClaims {

    private static final Logger LOG = LoggerFactory.getLogger(MailClaims.class);

    /** So many go at a turn while others wait. */
    static final int TURN = 4;

    /** A mail of a kind that only a newer office knows may find one. */
    private static final Duration UNREADABLE_REST = Duration.ofHours(1);

    private final Jdbi office;
    private final Function<String, MailKind> kinds;
    private final InstantSource clock;
    private final Map<Lane, String> lastServed = new ConcurrentHashMap<>();
    private final Runnable unreadableOne;
    private final Repeats repeats = new Repeats();

    /**
     * @param kinds those that this office has writers for, by their names
     * @param unreadableOne runs for each mail that cannot be read; it is looked at again every hour, the others go on
     */
    MailClaims(Jdbi office, Function<String, MailKind> kinds, InstantSource clock, Runnable unreadableOne) {
        this.office = office;
        this.kinds = kinds;
        this.clock = clock;
        this.unreadableOne = unreadableOne;
    }

    /** A chosen mail and the line it stands in. */
    private record Chosen(UUID id, String line) {}

    /** Takes mails that are due, a turn of each line after another; for as long as the lease, unless renewed. */
    List<Claim> claim(Lane lane, int most, Duration lease) {
        return office.inTransaction(tx -> claim(tx, lane, most, lease));
    }

    List<Claim> claim(Handle tx, Lane lane, int most, Duration lease) {
        ByIndex.alone(tx);
        List<Chosen> chosen = new ArrayList<>(turns(tx, lane, most));
        if (!chosen.isEmpty()) {
            lastServed.put(lane, chosen.getLast().line());
        }
        for (String line : longLines(chosen)) {
            if (chosen.size() < most) {
                chosen.addAll(more(tx, lane, line, most));
            }
        }
        return take(tx, chosen.stream().map(Chosen::id).distinct().limit(most).toList(), lease);
    }

    private List<Chosen> turns(Handle handle, Lane lane, int most) {
        return handle.createQuery("""
            with recursive following (line) as (
              (select line from mail
               where state = 'QUEUED' and (kind = 'CONFIRMATION') = :visitors and line > :last
               order by line limit 1)
              union all
              select (select m.line from mail m
                      where m.state = 'QUEUED' and (m.kind = 'CONFIRMATION') = :visitors and m.line > f.line
                      order by m.line limit 1)
              from following f where f.line is not null
            ), again (line) as (
              (select line from mail
               where state = 'QUEUED' and (kind = 'CONFIRMATION') = :visitors order by line limit 1)
              union all
              select (select m.line from mail m
                      where m.state = 'QUEUED' and (m.kind = 'CONFIRMATION') = :visitors and m.line > a.line
                      order by m.line limit 1)
              from again a where a.line < :last
            ), turns (line) as (
              select line from following where line is not null
              union all select line from again where line <= :last
            )
            select d.id, t.line
            from turns t, lateral (
              select id from (select id from mail
                              where state = 'QUEUED' and (kind = 'CONFIRMATION') = :visitors
                                and line = t.line and next_attempt_at <= :now
                              order by next_attempt_at limit :turn for update skip locked) due
              union all
              select id from (select id from mail
                              where state = 'QUEUED' and (kind = 'CONFIRMATION') = :visitors
                                and line = t.line and next_attempt_at > :wrong
                              order by next_attempt_at limit :turn for update skip locked) astray) d
            limit :most
            """)
                .bind("last", lastServed.getOrDefault(lane, ""))
                .bind("visitors", lane == Lane.VISITORS)
                .bind("now", clock.instant())
                // No pause is so long: a clock was wrong when it was set, and nobody waits for that.
                .bind("wrong", clock.instant().plus(MailPatience.LONGEST_WAIT))
                .bind("turn", TURN)
                .bind("most", most)
                .map((row, context) -> new Chosen(row.getObject("id", UUID.class), row.getString("line")))
                .list();
    }

    /** Those that had a whole turn and may have more. */
    private static List<String> longLines(List<Chosen> chosen) {
        return chosen.stream().collect(Collectors.groupingBy(Chosen::line, Collectors.counting())).entrySet().stream()
                .filter(line -> line.getValue() >= TURN)
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<Chosen> more(Handle handle, Lane lane, String line, int most) {
        return handle.createQuery("""
            select id from mail
            where state = 'QUEUED' and (kind = 'CONFIRMATION') = :visitors and line = :line
              and next_attempt_at <= :now
            order by next_attempt_at limit :most for update skip locked
            """)
                .bind("visitors", lane == Lane.VISITORS)
                .bind("line", line)
                .bind("now", clock.instant())
                .bind("most", most)
                .mapTo(UUID.class)
                .map(id -> new Chosen(id, line))
                .list();
    }

    private List<Claim> take(Handle handle, List<UUID> ids, Duration lease) {
        if (ids.isEmpty()) {
            return List.of();
        }
        Map<UUID, RuntimeException> broken = new HashMap<>();
        List<Optional<Claim>> claims =
                MailStore.take(handle, ids, clock.instant().plus(lease), row -> readable(row, broken));
        if (!broken.isEmpty()) {
            setAside(handle, broken);
        }
        return claims.stream().flatMap(Optional::stream).toList();
    }

    /** One mail that cannot be read holds up no other. */
    private Optional<Claim> readable(ResultSet row, Map<UUID, RuntimeException> broken) throws SQLException {
        try {
            return Optional.of(claim(row));
        } catch (RuntimeException unreadable) {
            broken.put(row.getObject("id", UUID.class), unreadable);
            return Optional.empty();
        }
    }

    private void setAside(Handle tx, Map<UUID, RuntimeException> broken) {
        Instant next = clock.instant().plus(UNREADABLE_REST);
        MailStore.leaveUnread(tx, broken.keySet(), next);
        broken.forEach((id, why) -> {
            unreadableOne.run();
            repeats.note(
                    why.getClass().getSimpleName(),
                    1,
                    (type, times) -> LOG.error("mail.unreadable id={} type={} mails={}", id, type, times));
        });
    }

    @SuppressWarnings("unchecked")
    private Claim claim(ResultSet row) throws SQLException {
        Map<String, String> parameters = new HashMap<>(Json.read(row.getString("parameters"), Map.class));
        QueuedMail mail = new QueuedMail(
                row.getObject("id", UUID.class),
                kinds.apply(row.getString("kind")),
                Language.spoken(row.getString("language")),
                parameters,
                new QueuedMail.SealedRecipient(
                        QueuedMail.SealedBy.valueOf(row.getString("sealed_by")),
                        row.getObject("seal_day", LocalDate.class),
                        row.getBytes("associated"),
                        row.getBytes("sealed_recipient")),
                row.getString("line"));
        return new Claim(
                mail,
                row.getInt("attempts"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
