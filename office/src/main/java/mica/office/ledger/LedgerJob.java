package mica.office.ledger;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mica.exchange.health.Beating;
import mica.exchange.health.Condition;
import mica.exchange.health.Loop;
import mica.exchange.health.Part;
import mica.exchange.health.Pulse;
import mica.office.door.MailQueue;
import mica.office.keys.LedgerKey;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the ledger's head: every five minutes, at the start and at the stop it checks what was added since the last signed
 * head, signs the new one and writes it to the second place; and it enters what was counted on days that are over. What
 * goes wrong is an ERROR and shown at {@code /health}; the office's work goes on.
 */
public final class LedgerJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(LedgerJob.class);
    private static final Duration INTERVAL = Duration.ofMinutes(5);

    private final Jdbi office;
    private final Ledger ledger;
    private final LedgerKey key;
    private final @Nullable SecondPlace secondPlace;
    private final InstantSource clock;
    private final ZoneId zone;
    private @Nullable Chain checked;
    private final Loop loop = new Loop(
                    new Pulse("ledger", INTERVAL.multipliedBy(3)),
                    INTERVAL,
                    failed -> LOG.error("ledger.sign_failed", failed))
            .restingFirst()
            .waitedFor();
    private volatile State state = State.WELL;

    /** How the ledger is. */
    public enum State {
        WELL,
        /** The second place could not be written. */
        COPY_FAILING,
        /** What is stored is not what was signed. */
        BROKEN,
        /** The head could not be signed. */
        FAILING;

        /** For monitors. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    public LedgerJob(Jdbi office, LedgerKey key, LedgerCopy copy, MailQueue mails, InstantSource clock, ZoneId zone) {
        this.office = office;
        this.ledger = new Ledger(clock);
        this.key = key;
        this.secondPlace = switch (copy) {
            case LedgerCopy.None none -> null;
            case LedgerCopy.InFile file -> new FilePlace(file.path());
            case LedgerCopy.BySyslog syslog -> new SyslogPlace(syslog);
            case LedgerCopy.ByMail mail -> new MailPlace(office, mails, mail.to());
        };
        this.clock = clock;
        this.zone = zone;
    }

    /** Signs now, and from then on every five minutes until closed. */
    public void start() {
        runOnce();
        loop.startOwn(this::runOnce);
    }

    /** How the ledger is, for monitors. */
    public Part part() {
        Condition condition = switch (state) {
            case WELL -> Condition.WELL;
            // What the second place misses is added later.
            case COPY_FAILING -> Condition.DEGRADED;
            case BROKEN, FAILING -> Condition.DOWN;
        };
        return Part.of("ledger", condition, state.word());
    }

    public State state() {
        return state;
    }

    /** Does the work of now. */
    public synchronized void runOnce() {
        boolean entered = true;
        try {
            enterTallies();
        } catch (RuntimeException failed) {
            // What is in the ledger is signed all the same.
            LOG.error("ledger.tallies_failed", failed);
            entered = false;
        }
        try {
            State signed = sign();
            state = entered || signed != State.WELL ? signed : State.FAILING;
            if (state == State.WELL) {
                loop.pulse().well();
            } else {
                loop.pulse().failed(state.word());
            }
        } catch (RuntimeException failed) {
            loop.pulse().failed(failed);
            LOG.error("ledger.sign_failed", failed);
            state = State.FAILING;
        }
    }

    private void enterTallies() {
        Instant today =
                LocalDate.ofInstant(clock.instant(), zone).atStartOfDay(zone).toInstant();
        office.useTransaction(tx -> LedgerStore.takeTallies(tx, today, zone)
                .forEach(tally -> ledger.append(
                        tx, Entry.of(tally.event()).day(tally.day()).count(tally.count()))));
    }

    private State sign() {
        List<SignedHead> elsewhere = elsewhere();
        Optional<SignedHead> signed = office.inTransaction(tx -> {
            Chain chain = checked == null ? lastSigned(tx) : checked;
            // Kept when it does not fit too: what was once seen is not forgotten because the tables say otherwise.
            checked = chain;
            if (!fits(tx, chain) || !fits(tx, elsewhere)) {
                return Optional.empty();
            }
            SignedHead head = SignedHead.sign(chain.number(), chain.hash(), clock.instant(), key);
            LedgerStore.sign(tx, head);
            return Optional.of(head);
        });
        return signed.map(this::copy).orElse(State.BROKEN);
    }

    /** Walks the chain from its last known place to the end; false when something does not fit. */
    private static boolean fits(Handle tx, Chain chain) {
        List<Verification.Broken> broken = new ArrayList<>();
        byte[] known = LedgerStore.hashes(tx, List.of(chain.number())).get(chain.number());
        if (chain.number() > 0 && !Arrays.equals(known, chain.hash())) {
            Flaw flaw = known == null ? Flaw.CUT_OFF : Flaw.REBUILT;
            broken.add(new Verification.Broken(chain.number(), chain.number(), flaw, false));
        } else {
            LedgerStore.each(tx, chain.number(), entry -> {
                chain.next(entry).ifPresent(broken::add);
                return broken.isEmpty();
            });
        }
        broken.forEach(one -> LOG.error("ledger.broken entry={} flaw={}", one.entry(), one.flaw()));
        return broken.isEmpty();
    }

    /** What the second place had last: an older state of the database, restored, does not have it. */
    private List<SignedHead> elsewhere() {
        try {
            return secondPlace == null ? List.of() : secondPlace.newest();
        } catch (IOException unreadable) {
            // Writing to it fails next, and is told.
            return List.of();
        }
    }

    private boolean fits(Handle tx, List<SignedHead> elsewhere) {
        Map<Long, byte[]> hashes = LedgerStore.hashes(
                tx, elsewhere.stream().map(SignedHead::number).toList());
        for (SignedHead head : elsewhere) {
            byte[] known = head.number() == 0 ? Chain.BEGINNING : hashes.get(head.number());
            if (!Arrays.equals(known, head.hash())) {
                Flaw flaw = known == null ? Flaw.CUT_OFF : Flaw.REBUILT;
                LOG.error("ledger.broken entry={} flaw={} told_by=second_place", head.number(), flaw);
                return false;
            }
        }
        return true;
    }

    private Chain lastSigned(Handle tx) {
        return LedgerStore.lastSigned(tx)
                .filter(head -> Arrays.equals(head.publicKey(), key.publicKey()) && head.isGenuine())
                .map(head -> new Chain(head.number(), head.hash()))
                .orElseGet(Chain::fromTheBeginning);
    }

    private State copy(SignedHead newest) {
        if (secondPlace == null) {
            return State.WELL;
        }
        try {
            secondPlace.write(newest, this::signedAfter);
            return State.WELL;
        } catch (IOException | RuntimeException unwritable) {
            LOG.error("ledger.copy_failed", unwritable);
            return State.COPY_FAILING;
        }
    }

    private List<SignedHead> signedAfter(Instant signed, int limit) {
        return office.withHandle(handle -> LedgerStore.signedAfter(handle, signed, limit));
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(loop.pulse());
    }

    /** Signs what was done until now, and ends. */
    @Override
    public void close() {
        loop.close();
        if (loop.wasStarted()) {
            runOnce();
        }
    }
}
