package mica.office.erasure;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import mica.exchange.seal.KeyPurpose;
import mica.office.directory.PublishedStore;
import mica.office.keys.KeyStore;
import mica.office.keys.KeysMissingException;
import mica.office.visits.VisitDayStore;
import org.jdbi.v3.core.Jdbi;

/** Opens days before they come: keys, partitions, published keys. A day that was erased is never opened again. */
final class DayOpening {

    private static final int DAYS_AHEAD = 7;

    private final Jdbi office;
    private final KeyStore keyStore;
    private final PublishedStore publisher;
    private final ZoneId zone;
    private final ErasureStore erasures = new ErasureStore();
    private final VisitDayStore visits = new VisitDayStore();

    DayOpening(Jdbi office, KeyStore keyStore, PublishedStore publisher, ZoneId zone) {
        this.office = office;
        this.keyStore = keyStore;
        this.publisher = publisher;
        this.zone = zone;
    }

    /** The days around each of these that are to be open: yesterday for latecomers, a week ahead for outages. */
    List<LocalDate> around(Set<LocalDate> todays) {
        Set<LocalDate> erased = new HashSet<>(office.withHandle(erasures::begun));
        Set<LocalDate> days = new TreeSet<>();
        for (LocalDate today : todays) {
            for (int ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
                days.add(today.plusDays(ahead));
            }
        }
        days.removeAll(erased);
        return List.copyOf(days);
    }

    /**
     * @param from before it a key that is missing stays missing
     * @return the days whose keys are lost; nothing is published for them any more, so that nobody seals to a lost key
     */
    List<LocalDate> makeKeys(List<LocalDate> days, LocalDate from) {
        List<LocalDate> lost = new ArrayList<>();
        for (LocalDate day : days) {
            try {
                if (!day.isBefore(from)) {
                    keyStore.ensureDay(day);
                }
            } catch (KeysMissingException missing) {
                lost.add(day);
                publisher.forgetKeysOf(day);
            }
        }
        return lost;
    }

    /** Days before one with visits that nobody can open, though nobody erased their keys. */
    List<LocalDate> lostBefore(LocalDate day) {
        return office.withHandle(handle -> {
            List<LocalDate> kept = new ArrayList<>(visits.days(handle));
            kept.removeAll(erasures.begun(handle));
            return kept.stream()
                    .filter(one -> one.isBefore(day) && !keyStore.opens(one) && visits.hasVisits(handle, one))
                    .toList();
        });
    }

    void makePartitions(List<LocalDate> days) {
        office.useHandle(handle -> days.forEach(day -> visits.ensure(handle, day)));
    }

    void publishKeys(List<LocalDate> days, LocalDate from) {
        for (LocalDate day : days) {
            if (!day.isBefore(from)) {
                publish(day);
            }
        }
    }

    /** Valid for its day alone, so that no front can be made to use it on another. */
    private void publish(LocalDate day) {
        Instant from = day.atStartOfDay(zone).toInstant();
        Instant until = day.plusDays(1).atStartOfDay(zone).toInstant();
        long changed = Arrays.stream(KeyPurpose.values())
                .flatMap(purpose -> keyStore.signedPublicKey(day, purpose, from, until).stream())
                .filter(publisher::publish)
                .count();
        if (changed > 0) {
            keyStore.published(day);
        }
    }

    void takeDownKeysBefore(LocalDate day) {
        publisher.forgetKeysBefore(day);
    }

    /** When the newest rows may be from, going by the partition made furthest ahead; null for an empty database. */
    @org.jspecify.annotations.Nullable
    LocalDate newestDay() {
        List<LocalDate> days = office.withHandle(visits::days);
        return days.isEmpty() ? null : days.getLast().minusDays(DAYS_AHEAD);
    }
}
