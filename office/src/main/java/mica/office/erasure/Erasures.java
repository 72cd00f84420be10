package mica.office.erasure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.seal.KeyPurpose;
import mica.office.erasure.ErasureStore.ErasedDay;
import mica.office.erasure.ErasureTransitions.Cause;
import mica.office.kept.DayRows;
import mica.office.keys.KeyStore;
import mica.office.visits.VisitDayStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases the days whose time is over: of every due day first the keys, then its rows in every table, then its partition.
 * Each step is stored and may be repeated, so that an office that dies in the middle is followed by any other. What is
 * in somebody's way waits for the next run and holds up nothing else. One office erases at a time.
 */
final class Erasures {

    private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

    /** A transaction that is open for so long is forgotten rather than busy. */
    private static final Duration LONG = Duration.ofHours(1);

    private final Jdbi office;
    private final KeyStore keyStore;
    private final List<Consumer<LocalDate>> memories;
    private final List<DayRows> rows;
    private final RetentionRule rule;
    private final Certificates certificates;
    private final HeldDays held;
    private final InstantSource clock;
    private final ErasureStore store = new ErasureStore();
    private final VisitDayStore visits = new VisitDayStore();

    /**
     * @param memories all that may remember a day's keys; told to forget when they are destroyed
     * @param held asked before a day is erased
     */
    Erasures(
            Jdbi office,
            KeyStore keyStore,
            List<Consumer<LocalDate>> memories,
            List<DayRows> rows,
            HeldDays held,
            ServiceFacts service,
            InstantSource clock) {
        this.office = office;
        this.keyStore = keyStore;
        this.memories = List.copyOf(memories);
        this.rows = List.copyOf(rows);
        this.rule = RetentionRule.of(service);
        this.certificates = new Certificates(keyStore, service, clock);
        this.held = held;
        this.clock = clock;
    }

    /**
     * Has this office forget every day whose keys are destroyed, whichever office destroyed them, and destroys copies of
     * them that it still holds or that came back from a backup.
     */
    void forget() {
        List<LocalDate> withoutKeys = office.withHandle(store::withoutKeys);
        Set<LocalDate> here = Set.copyOf(keyStore.days());
        for (LocalDate day : withoutKeys) {
            if (here.contains(day)) {
                LOG.warn("erasure.keys_were_back day={}", day);
                keyStore.destroyDay(day);
            }
            memories.forEach(memory -> memory.accept(day));
        }
    }

    /** Takes every due day as far as it goes now. Another office that is at it is left alone. */
    void run(LocalDate today) {
        // One connection for all of it: an office that loses it has lost the lock too, and can do no further step.
        office.useHandle(handle -> {
            if (!store.lock(handle)) {
                return;
            }
            try {
                held.endWhatIsOver(handle, today);
                run(handle, rule.oldestKept(today));
            } finally {
                store.unlock(handle);
            }
        });
    }

    private void run(Handle handle, LocalDate oldestKept) {
        begin(handle, oldestKept);
        for (ErasedDay erased : store.open(handle)) {
            if (erased.state() == ErasureState.DUE) {
                step(handle, erased);
            }
        }
        eraseRows(handle, oldestKept);
        for (ErasedDay erased : store.open(handle)) {
            while (erased.state().isAtLeast(ErasureState.KEYS_DESTROYED)
                    && erased.state() != ErasureState.CERTIFIED
                    && step(handle, erased)) {
                erased = store.find(handle, erased.day()).orElseThrow();
            }
        }
    }

    /** Every day before the oldest kept of which anything is left, in any table or among the keys. */
    void begin(Handle handle, LocalDate oldestKept) {
        Set<LocalDate> days = new TreeSet<>(keyStore.days());
        days.addAll(visits.days(handle));
        rows.forEach(kind -> days.addAll(kind.days(handle, oldestKept)));
        for (LocalDate day : days) {
            if (day.isBefore(oldestKept) && handle.inTransaction(tx -> beginUnlessHeld(tx, day))) {
                LOG.info("erasure.due day={} retention_days={}", day, rule.days());
            }
        }
    }

    private boolean beginUnlessHeld(Handle tx, LocalDate day) {
        store.lockBeginnings(tx);
        return !held.keeps(tx, day) && store.begin(tx, day, rule, clock.instant());
    }

    /** One step of a day; false when it must wait. A day that fails does not keep the others. */
    boolean step(Handle handle, ErasedDay erased) {
        try {
            boolean done = switch (erased.state()) {
                case DUE -> destroyKeys(handle, erased);
                case KEYS_DESTROYED -> detach(handle, erased);
                case DETACHED -> drop(handle, erased);
                case DROPPED -> certify(handle, erased);
                case CERTIFIED -> false;
            };
            if (!done) {
                logWaiting(erased);
            }
            return done;
        } catch (RuntimeException failed) {
            LOG.error("erasure.step_failed day={} state={}", erased.day(), erased.state(), failed);
            return false;
        }
    }

    private boolean destroyKeys(Handle handle, ErasedDay erased) {
        LocalDate day = erased.day();
        destroyKeysOnly(handle, day);
        handle.useTransaction(tx -> {
            Instant now = clock.instant();
            store.keysDestroyed(tx, day, null, now);
            store.advance(tx, day, erased.state(), Cause.KEYS_DESTROYED, now);
        });
        LOG.info("erasure.keys_destroyed day={}", day);
        return true;
    }

    /** The deed without the word of it, as an office leaves it that dies in between. */
    void destroyKeysOnly(Handle handle, LocalDate day) {
        noteKeys(handle, day, EnumSet.allOf(KeyPurpose.class));
        keyStore.destroyDay(day);
        memories.forEach(memory -> memory.accept(day));
    }

    /** Destroys the key of one purpose while the day goes on. */
    void destroyKey(LocalDate day, KeyPurpose purpose) {
        office.useHandle(handle -> {
            noteKeys(handle, day, Set.of(purpose));
            keyStore.destroy(day, purpose);
            store.keysDestroyed(handle, day, purpose.name(), clock.instant());
        });
        memories.forEach(memory -> memory.accept(day));
    }

    private void noteKeys(Handle handle, LocalDate day, Set<KeyPurpose> purposes) {
        for (KeyPurpose purpose : purposes) {
            keyStore.publicKey(day, purpose)
                    .ifPresent(key -> store.noteKey(handle, day, purpose.name(), fingerprint(key.publicKey())));
        }
    }

    private boolean detach(Handle handle, ErasedDay erased) {
        LocalDate day = erased.day();
        if (!visits.detach(handle, day)) {
            return false;
        }
        handle.useTransaction(tx -> store.advance(tx, day, erased.state(), Cause.DETACHED, clock.instant()));
        LOG.info("erasure.detached day={}", day);
        return true;
    }

    private boolean drop(Handle handle, ErasedDay erased) {
        LocalDate day = erased.day();
        if (rows.stream().anyMatch(kind -> kind.days(handle, day.plusDays(1)).contains(day))) {
            return false;
        }
        try {
            handle.useTransaction(tx -> {
                store.count(tx, day, "visits", visits.count(tx, day));
                visits.drop(tx, day);
                store.advance(tx, day, erased.state(), Cause.DROPPED, clock.instant());
            });
        } catch (RuntimeException failed) {
            if (VisitDayStore.isInTheWay(failed)) {
                return false;
            }
            throw failed;
        }
        LOG.info("erasure.dropped day={}", day);
        return true;
    }

    void eraseRows(Handle handle, LocalDate oldestKept) {
        for (DayRows kind : rows) {
            for (LocalDate day : kind.days(handle, oldestKept)) {
                ErasureState state =
                        store.find(handle, day).map(ErasedDay::state).orElse(ErasureState.DUE);
                if (state.isAtLeast(ErasureState.KEYS_DESTROYED)) {
                    eraseRows(handle, kind, day, state);
                }
            }
        }
    }

    private boolean certify(Handle handle, ErasedDay erased) {
        handle.useTransaction(tx -> certificates.issue(tx, erased, held.thatKept(tx, erased.day())));
        LOG.info("erasure.certified day={}", erased.day());
        return true;
    }

    private void eraseRows(Handle handle, DayRows kind, LocalDate day, ErasureState state) {
        boolean late = state == ErasureState.CERTIFIED;
        long sum = 0;
        try {
            int erased;
            do {
                erased = handle.inTransaction(tx -> {
                    int some = kind.erase(tx, day);
                    if (some > 0 && !late) {
                        store.count(tx, day, kind.name(), some);
                    }
                    return some;
                });
                sum += erased;
            } while (erased > 0);
        } catch (RuntimeException failed) {
            LOG.error("erasure.rows_failed day={} what={}", day, kind.name(), failed);
        }
        if (late && sum > 0) {
            LOG.warn("erasure.late_rows day={} what={} rows={}", day, kind.name(), sum);
        }
    }

    private void logWaiting(ErasedDay erased) {
        Instant since = erased.keysDestroyedAt();
        if (since != null && since.plus(LONG).isBefore(clock.instant())) {
            LOG.warn("erasure.waiting day={} state={} since={}", erased.day(), erased.state(), since);
        } else {
            LOG.info("erasure.waiting day={} state={}", erased.day(), erased.state());
        }
    }

    private static String fingerprint(byte[] publicKey) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(publicKey));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
