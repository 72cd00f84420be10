package mica.office.street;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/** What the database says of the street between the zones: its sessions, its size, how long envelopes wait. */
final class StreetStore {

    private final Jdbi exchange;

    StreetStore(Jdbi exchange) {
        this.exchange = exchange;
    }

    /** Whether sessions of that role may be seen and ended: as a member of it or with rights over all. */
    boolean mayEndSessionsOf(String role) {
        return exchange.withHandle(handle ->
                handle.createQuery("""
                        select pg_has_role(current_user, cast(cast(:role as text) as regrole), 'USAGE')
                          or (pg_has_role(current_user, 'pg_signal_backend', 'USAGE')
                              and pg_has_role(current_user, 'pg_read_all_stats', 'USAGE'))
                        """).bind("role", role).mapTo(Boolean.class).one());
    }

    /** Ends every session of a role whose transaction is open for longer; answers for how long each was, in seconds. */
    List<Long> endTransactions(String role, Duration longest) {
        // Materialized, because conditions are tried in any order, and one of them would end sessions.
        return exchange.withHandle(handle -> handle.createQuery("""
                        with late as materialized (
                          select pid, cast(extract(epoch from clock_timestamp() - xact_start) as bigint) as seconds
                          from pg_stat_activity
                          where datname = current_database() and usename = :role
                            and xact_start <= clock_timestamp() - make_interval(secs => :longest)
                        )
                        select seconds from late where pg_terminate_backend(pid)
                        """)
                .bind("role", role)
                .bind("longest", longest.toMillis() / 1000.0)
                .mapTo(Long.class)
                .list());
    }

    /** Octets of the mailbox with its indexes, dead rows included. */
    long mailboxSize() {
        return exchange.withHandle(handle -> handle.createQuery("select pg_total_relation_size('mailbox.envelope')")
                .mapTo(Long.class)
                .one());
    }

    /** Sweeps what was taken. @param giveBack also give the space back, which holds up puts for a moment */
    void sweepMailbox(boolean giveBack) {
        exchange.useHandle(handle ->
                handle.execute("vacuum (skip_locked, truncate " + (giveBack ? "on" : "off") + ") mailbox.envelope"));
    }

    /** How long the oldest envelope waits; empty when none does. */
    Optional<Duration> oldestWaiting() {
        return exchange.withHandle(
                handle -> handle.createQuery("""
                        select cast(extract(epoch from clock_timestamp() - put_at) as bigint) from mailbox.envelope
                        order by id limit 1
                        """).mapTo(Long.class).findOne().map(Duration::ofSeconds));
    }
}
