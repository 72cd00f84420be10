package mica.office.outcome;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import mica.exchange.address.EmailAddress;
import mica.office.kept.DayRows;
import mica.office.kept.PersonRows;
import mica.office.keys.PersonTag;
import mica.office.keys.PersonTags;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which addresses are dead, by masked tags, without any address: one that mail servers called unknown on two different
 * days. Each report is a row of the day it came, readable only with that day's mask, and goes with the day (ADR 14); so
 * this forgets by itself. Threads may share it.
 */
public final class DeadAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(DeadAddresses.class);

    /** One day's trouble of a large provider, which then knows nobody, is no proof. */
    private static final int DAYS = 2;

    /** Numbers are drawn before they are committed: those a little behind may come late. */
    private static final int LATE = 1_000;

    private static final long FRESH_NANOS = 5_000_000_000L;

    private final Jdbi office;
    private final PersonTags tags;
    private final InstantSource clock;
    private final ZoneId zone;
    private final DeadAddressStore store = new DeadAddressStore();
    private final Map<LocalDate, Set<PersonTag>> reported = new ConcurrentHashMap<>();
    private long last;
    private long readAt;
    private boolean read;

    public DeadAddresses(Jdbi office, PersonTags tags, InstantSource clock, ZoneId zone) {
        this.office = office;
        this.tags = tags;
        this.clock = clock;
        this.zone = zone;
    }

    /** The reports, which go with their day. */
    public static DayRows rows() {
        return DeadAddressStore.rows();
    }

    /** The reports of single people, for those who want everything of theirs erased. */
    public static PersonRows ofPeople(PersonTags tags) {
        return (tx, day, people) -> people.keySet()
                .forEach(person -> tags.numberOfDay(day, person).ifPresent(id -> DeadAddressStore.delete(tx, day, id)));
    }

    /** Notes that a mail server does not know a person's address. A second report of the same day is none. */
    public void report(Handle tx, PersonTag person) {
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, zone);
        // A day without keys is not this office's to open; the next report will be of another day.
        tags.numberOfDay(today, person).ifPresent(id -> store.insert(tx, today, id, tags.maskedTag(person, today, id)));
    }

    public void report(Handle tx, EmailAddress address) {
        report(tx, tags.tag(address));
    }

    /** Whether no mail reaches an address any more. What other offices learn is known here seconds later. */
    public boolean isDead(EmailAddress address) {
        return isDead(tags.tag(address));
    }

    public boolean isDead(PersonTag person) {
        refresh();
        int days = 0;
        for (Set<PersonTag> people : reported.values()) {
            if (people.contains(person)) {
                days++;
            }
        }
        return days >= DAYS;
    }

    /** Forgets a day, after its keys were destroyed. */
    public void forget(LocalDate day) {
        reported.remove(day);
    }

    /** Without a database what is known already stands: a mail that waits for its recording must not be lost over it. */
    private synchronized void refresh() {
        if (read && System.nanoTime() - readAt < FRESH_NANOS) {
            return;
        }
        readAt = System.nanoTime();
        try {
            office.useHandle(handle -> store.since(handle, last - LATE, this::learn));
            read = true;
        } catch (RuntimeException away) {
            if (!read) {
                throw away;
            }
            LOG.warn("outcome.dead_addresses_unread reason={}", away.getClass().getSimpleName());
        }
    }

    private void learn(DeadAddressStore.DeadAddressRow row) {
        tags.tag(row.maskedTag(), row.day(), row.id())
                .ifPresent(tag -> reported.computeIfAbsent(row.day(), day -> ConcurrentHashMap.newKeySet())
                        .add(tag));
        last = Math.max(last, row.n());
    }

    /** Reads anew at the next question; for tests. */
    synchronized void stale() {
        read = false;
    }
}
