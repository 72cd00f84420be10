package mica.office.erasure;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Consumer;
import mica.exchange.seal.KeyPurpose;
import mica.office.directory.DirectoryPublisher;
import mica.office.keys.KeyStore;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.visit.VisitStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens days before they come and closes them when their time is over: keys, partitions and published keys a week ahead;
 * after the retention first the keys are destroyed, then the rows dropped. Runs every minute; each step may be repeated.
 */
public final class DayJob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DayJob.class);
    private static final int DAYS_AHEAD = 7;
    /** So long after its end a link still says that it has expired, instead of being unknown. */
    private static final int LINKS_EXPLAINED = 30;

    private final KeyStore keyStore;
    private final Secrets secrets;
    private final List<Opener> openers;
    private final VisitStore visits;
    private final List<Consumer<Instant>> logs;
    private final DirectoryPublisher publisher;
    private final InstantSource clock;
    private final ZoneId zone;
    private final int retentionDays;
    private @Nullable Thread thread;

    /**
     * Puts the job together.
     *
     * @param openers all that may remember a day's keys; they are told to forget
     * @param logs what keeps records of its own: told to forget those before an instant
     * @param retentionDays how many whole days after its own a day is kept
     */
    public DayJob(
            KeyStore keyStore,
            Secrets secrets,
            List<Opener> openers,
            VisitStore visits,
            List<Consumer<Instant>> logs,
            DirectoryPublisher publisher,
            InstantSource clock,
            ZoneId zone,
            int retentionDays) {
        this.keyStore = keyStore;
        this.secrets = secrets;
        this.openers = List.copyOf(openers);
        this.visits = visits;
        this.logs = List.copyOf(logs);
        this.publisher = publisher;
        this.clock = clock;
        this.zone = zone;
        this.retentionDays = retentionDays;
    }

    /** Does the work of now, and from then on every minute until closed. */
    public void start() {
        runOnce();
        thread = Thread.ofVirtual().name("days").start(() -> {
            try {
                while (true) {
                    Thread.sleep(Duration.ofMinutes(1));
                    try {
                        runOnce();
                    } catch (RuntimeException failed) {
                        LOG.error("days.failed", failed);
                    }
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** Opens the coming days and closes the past ones, as of now. */
    public void runOnce() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), zone);
        for (int ahead = -1; ahead <= DAYS_AHEAD; ahead++) {
            LocalDate day = today.plusDays(ahead);
            if (ahead >= 0) {
                keyStore.ensureDay(day);
                publish(day);
            }
            visits.ensureDay(day);
        }
        for (LocalDate day : keyStore.days()) {
            // A confirmation is due within a day of the day; then its key has no more use.
            if (day.isBefore(today.minusDays(1))
                    && keyStore.publicKey(day, KeyPurpose.DOOR).isPresent()) {
                keyStore.destroy(day, KeyPurpose.DOOR);
                openers.forEach(opener -> opener.forget(day));
            }
        }
        LocalDate oldestKept = today.minusDays(retentionDays);
        erase(oldestKept);
        publisher.forgetBefore(today.minusDays(LINKS_EXPLAINED), today);
    }

    /** Valid for its day alone, so that no front can be made to use it on another. */
    private void publish(LocalDate day) {
        Instant from = day.atStartOfDay(zone).toInstant();
        Instant until = day.plusDays(1).atStartOfDay(zone).toInstant();
        for (KeyPurpose purpose : KeyPurpose.values()) {
            keyStore.signedPublicKey(day, purpose, from, until).ifPresent(publisher::publish);
        }
    }

    private void erase(LocalDate oldestKept) {
        for (LocalDate day : keyStore.days()) {
            if (day.isBefore(oldestKept)) {
                keyStore.destroyDay(day);
                secrets.forget(day);
                openers.forEach(opener -> opener.forget(day));
                LOG.info("erasure.keys_destroyed day={}", day);
            }
        }
        for (LocalDate day : visits.days()) {
            if (day.isBefore(oldestKept)) {
                visits.dropDay(day);
                LOG.info("erasure.visits_dropped day={}", day);
            }
        }
        Instant kept = oldestKept.atStartOfDay(zone).toInstant();
        logs.forEach(log -> log.accept(kept));
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
