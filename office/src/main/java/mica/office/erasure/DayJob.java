package mica.office.erasure;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.health.Beating;
import mica.exchange.health.Condition;
import mica.exchange.health.Loop;
import mica.exchange.health.Part;
import mica.exchange.health.Pulse;
import mica.exchange.seal.KeyPurpose;
import mica.office.directory.PublishedStore;
import mica.office.erasure.DayClock.ClockReading;
import mica.office.kept.DayRows;
import mica.office.keys.KeyStore;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens days before they come and erases them when their time is over. Runs every minute in every office; each part of a
 * run may be repeated, and one that fails does not keep the others. While the clock is in doubt nothing is destroyed.
 */
public final class DayJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(DayJob.class);
    private static final Duration REMIND = Duration.ofHours(1);

    private final KeyStore keyStore;
    private final List<Consumer<LocalDate>> memories;
    private final Days days;
    private final DayClock clock;
    private final DayOpening opening;
    private final Erasures erasures;
    private final Set<LocalDate> doorsForgotten = new HashSet<>();
    private volatile DayClock.@Nullable Doubt lastDoubt;
    private @Nullable Instant lastReminder;
    private volatile boolean doubting;
    private volatile List<LocalDate> lost = List.of();
    private @Nullable Instant lossSaidAt;
    private final Loop loop = new Loop(
                    new Pulse("days", Duration.ofMinutes(15)),
                    Duration.ofMinutes(1),
                    failed -> LOG.error("days.failed", failed))
            .restingFirst();

    /**
     * Puts the job together.
     *
     * @param memories all that may remember a day's keys; they are told to forget
     * @param rows what is kept by days and goes with them
     * @param held asked before a day is erased
     */
    public DayJob(
            Jdbi office,
            KeyStore keyStore,
            List<Consumer<LocalDate>> memories,
            List<DayRows> rows,
            HeldDays held,
            PublishedStore publisher,
            ServiceFacts service,
            Days days) {
        this.keyStore = keyStore;
        this.memories = List.copyOf(memories);
        this.days = days;
        this.clock = new DayClock(office, days.clock(), days.databaseClock());
        this.opening = new DayOpening(office, keyStore, publisher, days.zone());
        this.erasures = new Erasures(office, keyStore, memories, rows, held, service, days.clock());
    }

    /** Does the work of now, and from then on every minute until closed. */
    public void start() {
        runOnce();
        loop.start(this::runOnce);
    }

    /** Whether the keys of every day are there that has something sealed to them. */
    public Part keys() {
        List<LocalDate> missing = lost;
        return missing.isEmpty()
                ? Part.of("keys", Condition.WELL, "whole")
                : Part.of(
                        "keys",
                        Condition.DOWN,
                        "missing: " + missing.stream().map(LocalDate::toString).collect(Collectors.joining(", ")));
    }

    /** False while the clock is in doubt, so that nothing is erased. */
    public boolean isSureOfTheTime() {
        return !doubting;
    }

    /** Whether the clock is believed; while it is not, nothing is erased, and someone must look at it. */
    public Part clock() {
        DayClock.Doubt doubt = lastDoubt;
        return doubting && doubt != null
                ? Part.of("clock", Condition.DOWN, "in doubt: " + doubt.name().toLowerCase(Locale.ROOT))
                : Part.of("clock", Condition.WELL, "sure");
    }

    /** A person's word that this machine's clock is right, after an outage of more than a month. */
    public static void trustClock(Jdbi office, Instant now) {
        DayClock.trust(office, now);
        LOG.warn("days.clock_trusted now={}", now);
    }

    /** Opens the coming days and closes the past ones, as of now. @throws RuntimeException the first that failed */
    public void runOnce() {
        List<RuntimeException> failures = new ArrayList<>();
        attempt(failures, erasures::forget);
        attempt(failures, () -> {
            switch (clock.read(newest())) {
                case ClockReading.Believed believed -> believed(failures, days.at(believed.now()));
                case ClockReading.Doubted doubted -> doubted(failures, doubted);
            }
        });
        if (!failures.isEmpty()) {
            RuntimeException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    private void believed(List<RuntimeException> failures, LocalDate today) {
        if (doubting) {
            LOG.info("days.clock_believed today={}", today);
        }
        doubting = false;
        lastDoubt = null;
        open(failures, Set.of(today), today);
        attempt(failures, () -> destroyDoors(today));
        attempt(failures, () -> erasures.run(today));
        attempt(failures, () -> opening.takeDownKeysBefore(today.minusDays(1)));
    }

    /** Keeps the doors open for whichever of the two times is right. */
    private void doubted(List<RuntimeException> failures, ClockReading.Doubted doubted) {
        remind(doubted);
        doubting = true;
        LocalDate believed = days.at(doubted.believedAt());
        open(failures, new TreeSet<>(List.of(believed, days.at(doubted.now()))), believed);
    }

    private void open(List<RuntimeException> failures, Set<LocalDate> todays, LocalDate from) {
        List<LocalDate> around = opening.around(todays);
        Set<LocalDate> missing = new TreeSet<>();
        attempt(failures, () -> missing.addAll(opening.makeKeys(around, from)));
        attempt(failures, () -> missing.addAll(opening.lostBefore(from)));
        List<LocalDate> whole =
                around.stream().filter(day -> !missing.contains(day)).toList();
        attempt(failures, () -> opening.makePartitions(around));
        attempt(failures, () -> opening.publishKeys(whole, from));
        tell(List.copyOf(missing));
    }

    private void tell(List<LocalDate> missing) {
        Instant now = days.clock().instant();
        boolean due =
                lossSaidAt == null || Duration.between(lossSaidAt, now).abs().compareTo(REMIND) >= 0;
        if (!missing.isEmpty() && (due || !missing.equals(lost))) {
            LOG.error(
                    "keys.missing days={} remedy=\"restore the folders of these days in the key folder from its backup;"
                            + " no others are made in their place\"",
                    missing);
            lossSaidAt = now;
        } else if (missing.isEmpty() && !lost.isEmpty()) {
            LOG.info("keys.back days={}", lost);
            lossSaidAt = null;
        }
        lost = missing;
    }

    /** A confirmation is due within a day of the day; then the key of the door lane has no more use. */
    private void destroyDoors(LocalDate today) {
        List<LocalDate> held = keyStore.days();
        for (LocalDate day : held) {
            if (!day.isBefore(today.minusDays(1))) {
                continue;
            }
            if (keyStore.publicKey(day, KeyPurpose.DOOR).isPresent()) {
                erasures.destroyKey(day, KeyPurpose.DOOR);
            } else if (!doorsForgotten.contains(day)) {
                // Destroyed by another office: its memory and this one's are two.
                memories.forEach(memory -> memory.accept(day));
            }
            doorsForgotten.add(day);
        }
        doorsForgotten.retainAll(held);
    }

    private @Nullable Instant newest() {
        LocalDate newest = opening.newestDay();
        return newest == null
                ? null
                : newest.plusDays(1).atStartOfDay(days.zone()).toInstant();
    }

    private void remind(ClockReading.Doubted doubted) {
        boolean due = doubted.doubt() != lastDoubt
                || lastReminder == null
                || Duration.between(lastReminder, doubted.now()).abs().compareTo(REMIND) >= 0;
        if (due) {
            LOG.error(
                    "days.clock_doubted why={} now={} last_believed={} nothing_is_erased=true",
                    doubted.doubt(),
                    doubted.now(),
                    doubted.believedAt());
            lastDoubt = doubted.doubt();
            lastReminder = doubted.now();
        }
    }

    private static void attempt(List<RuntimeException> failures, Runnable part) {
        try {
            part.run();
        } catch (RuntimeException failed) {
            failures.add(failed);
        }
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(loop.pulse());
    }

    @Override
    public void close() {
        loop.close();
    }
}
