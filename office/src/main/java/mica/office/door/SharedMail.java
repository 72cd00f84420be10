package mica.office.door;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import mica.exchange.directory.MailState;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The confirmations that serve several registrations of one address at one spot. Each registration's screen is told of the
 * mail when it is as old as the first one's was, so that it looks like any other (ADR 16).
 */
final class SharedMail {

    /** So many more make one mail busy enough; whoever has a hundred guests with one address is somebody else. */
    static final int MOST = 50;

    private SharedMail() {}

    /** A mail as it is before more share it. */
    private record StandingMail(
            UUID id,
            Set<UUID> others,
            LocalDate day,
            Instant createdAt,
            @Nullable MailState told,
            Instant toldAt) {

        /** When something of the mail is told to a registration that came at an instant. */
        private Instant due(Instant came) {
            return came.plus(Duration.between(createdAt, toldAt));
        }
    }

    /** Who shares a mail from now on, and what is to be told of what is known already. */
    record Sharing(Set<UUID> added, List<Told> told) {}

    /**
     * Notes registrations with the mails that serve them.
     *
     * @param firsts the mails, each with those who share it
     * @param now when they came
     * @return those who were not noted before, and had room
     */
    static Sharing add(Handle tx, Map<UUID, ? extends Collection<UUID>> firsts, Instant now) {
        Set<UUID> added = new HashSet<>();
        List<Told> told = new ArrayList<>();
        if (firsts.isEmpty()) {
            return new Sharing(added, told);
        }
        Map<UUID, List<UUID>> sharing = new LinkedHashMap<>();
        for (StandingMail mail : lock(tx, firsts.keySet())) {
            List<UUID> more = Objects.requireNonNull(firsts.get(mail.id())).stream()
                    .filter(one -> !mail.others().contains(one))
                    .distinct()
                    .limit(Math.max(0, MOST - mail.others().size()))
                    .toList();
            if (!more.isEmpty()) {
                sharing.put(mail.id(), more);
                added.addAll(more);
                if (mail.told() != null) {
                    Instant due = mail.due(now);
                    told.add(new Told(
                            more.stream().map(one -> new Told.Screen(one, due)).toList(), mail.day(), mail.told()));
                }
            }
        }
        MailStore.share(tx, sharing, now);
        return new Sharing(added, told);
    }

    /** In one order everywhere, so that two offices never wait for each other. */
    private static List<StandingMail> lock(Handle tx, Collection<UUID> mails) {
        return tx.createQuery("""
                        select id, also_for, seal_day, created_at, told, coalesce(told_at, finished_at, created_at) as told_at
                        from mail where id = any(:ids) and kind = 'CONFIRMATION' order by id for update
                        """)
                .bindArray("ids", UUID.class, mails.toArray())
                .map((row, context) -> new StandingMail(
                        row.getObject("id", UUID.class),
                        Set.copyOf(
                                Arrays.asList((UUID[]) row.getArray("also_for").getArray())),
                        row.getObject("seal_day", LocalDate.class),
                        row.getTimestamp("created_at").toInstant(),
                        row.getString("told") == null ? null : MailState.valueOf(row.getString("told")),
                        row.getTimestamp("told_at").toInstant()))
                .list();
    }

    /** What is told of a mail whose row was just changed: to its own screen at once, to the others when they are as old. */
    static Told told(ResultSet row) throws SQLException {
        Instant now = row.getTimestamp("told_at").toInstant();
        Duration age = Duration.between(row.getTimestamp("created_at").toInstant(), now);
        UUID[] others = (UUID[]) row.getArray("also_for").getArray();
        Timestamp[] came = (Timestamp[]) row.getArray("also_at").getArray();
        List<Told.Screen> screens = new ArrayList<>();
        screens.add(new Told.Screen(row.getObject("id", UUID.class), now));
        for (int i = 0; i < others.length; i++) {
            screens.add(new Told.Screen(others[i], came[i].toInstant().plus(age)));
        }
        return new Told(screens, row.getObject("seal_day", LocalDate.class), MailState.valueOf(row.getString("told")));
    }
}
