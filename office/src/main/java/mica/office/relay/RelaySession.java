package mica.office.relay;

import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import mica.exchange.address.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * One worker's line to the relay: connects when needed, stays warm for the next message, connects again after a fault.
 * For one thread at a time.
 */
public final class RelaySession implements AutoCloseable {

    /** Most relays hang up after five minutes of silence; sooner is polite. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** For so long after its last word a relay is believed to be there still. */
    private static final Duration SURE_FOR = Duration.ofSeconds(2);

    private final Relay relay;
    private final Outbound outbound = new Outbound();
    private Relay.@Nullable RelayLink link;
    private long lastUsed;

    RelaySession(Relay relay) {
        this.relay = relay;
    }

    /**
     * Hands over one message to one recipient. Every trouble with relay and network is an outcome.
     *
     * @param message whole lines that end with CR LF
     * @throws IllegalArgumentException when an address or the message could break out of its place; nothing was sent
     */
    public DeliveryOutcome deliver(EmailAddress from, EmailAddress to, byte[] message) {
        return deliver(from, to, message, () -> {});
    }

    /** @param beforeData runs when the relay is ready to take the message and before its first octet goes out */
    public DeliveryOutcome deliver(EmailAddress from, EmailAddress to, byte[] message, Runnable beforeData) {
        Transfer transfer = Transfer.of(from, to, message);
        leave();
        boolean warm = link != null;
        Tried tried = attempt(transfer, to.domain(), beforeData);
        // A relay may have hung up on a warm connection; nothing was sent on it yet, so a fresh one is as good. And
        // what
        // made this session give up a relay was not taken there; another one may take it.
        if (tried.outcome() instanceof DeliveryOutcome.Deferred && link == null && (warm || tried.gaveUp())) {
            tried = attempt(transfer, to.domain(), beforeData);
        }
        lastUsed = System.nanoTime();
        return tried.outcome();
    }

    /**
     * Connects where needed, and asks after a silence whether the relay is still there: what is handed over next goes out
     * at once. No message begins here.
     *
     * @return why the relay cannot be used; empty when it can
     */
    public Optional<Reply> ready() {
        leave();
        try {
            if (link != null && System.nanoTime() - lastUsed > SURE_FOR.toNanos()) {
                ask(link.connection());
            }
            if (link == null) {
                link = relay.connect();
                lastUsed = System.nanoTime();
            }
            return Optional.empty();
        } catch (IOException unreachable) {
            return Optional.of(Reply.none("relay unreachable: " + reason(unreachable)));
        }
    }

    private void ask(SmtpConnection line) {
        boolean there = false;
        try {
            there = !line.hasUnread() && line.exchange("NOOP").positive() && line.usable();
        } catch (IOException gone) {
            there = false;
        } finally {
            if (there) {
                lastUsed = System.nanoTime();
            } else {
                link = null;
                line.drop();
            }
        }
    }

    /**
     * Hands over a window of messages in one go. Each outcome is its own: Deferred without a reply means that nothing of
     * that message went out or was taken, Uncertain that the relay may or may not have taken it.
     *
     * @param mayWrite asked before each write; once it says no, nothing more goes out
     * @return the outcomes in the order of the window
     */
    public List<DeliveryOutcome> deliver(List<Parcel> window, BooleanSupplier mayWrite) {
        List<DeliveryOutcome> outcomes = new ArrayList<>(window.size());
        while (outcomes.size() < window.size()) {
            List<Parcel> left = window.subList(outcomes.size(), window.size());
            Reply missing = ready().orElse(Reply.none("relay unreachable"));
            Relay.RelayLink now = link;
            if (now == null) {
                outcomes.addAll(Collections.nCopies(left.size(), new DeliveryOutcome.Deferred(missing)));
            } else if (now.isOnTrial()) {
                boolean gaveUp = over(now, left.subList(0, 1), mayWrite, outcomes);
                // What was not taken at a trial is another relay's at once.
                if (gaveUp && outcomes.getLast() instanceof DeliveryOutcome.Deferred) {
                    outcomes.removeLast();
                }
            } else {
                over(now, left, mayWrite, outcomes);
            }
        }
        return outcomes;
    }

    /** Adds what became of some messages. True when the relay was given up over them. */
    private boolean over(
            Relay.RelayLink now, List<Parcel> parcels, BooleanSupplier mayWrite, List<DeliveryOutcome> outcomes) {
        SmtpConnection line = now.connection();
        AtomicBoolean heldBack = new AtomicBoolean();
        boolean finished = false;
        List<DeliveryOutcome> these;
        try {
            these = new Pipeline(line, parcels, () -> mayWrite(mayWrite, heldBack), outbound).run();
            finished = line.usable();
        } finally {
            lastUsed = System.nanoTime();
            if (!finished) {
                link = null;
                line.drop();
            }
        }
        if (heldBack.get()) {
            // Nothing was asked of the relay: that is nobody's fault.
            outcomes.addAll(these);
            return false;
        }
        note(now, parcels, these);
        boolean gaveUp = giveUp(now);
        outcomes.addAll(gaveUp ? withoutItsOwn(these) : these);
        return gaveUp;
    }

    private static boolean mayWrite(BooleanSupplier mayWrite, AtomicBoolean heldBack) {
        boolean may = mayWrite.getAsBoolean();
        if (!may) {
            heldBack.set(true);
        }
        return may;
    }

    /** A lost line is one fault, however many messages were under way. */
    private static void note(Relay.RelayLink now, List<Parcel> parcels, List<DeliveryOutcome> outcomes) {
        boolean trial = now.isOnTrial();
        boolean lost = false;
        for (int i = 0; i < outcomes.size(); i++) {
            DeliveryOutcome outcome = outcomes.get(i);
            boolean loss = isLoss(outcome);
            if (!loss || !lost) {
                now.health().note(outcome, parcels.get(i).to().domain(), trial);
            }
            lost |= loss;
        }
    }

    private static boolean isLoss(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Accepted taken -> false;
            case DeliveryOutcome.Refused refused -> false;
            case DeliveryOutcome.Deferred deferred -> deferred.reply().relayMissing();
            case DeliveryOutcome.Uncertain uncertain -> true;
        };
    }

    /** What a relay put off without regard to the recipient is as if it had not been asked: another one takes it. */
    private static List<DeliveryOutcome> withoutItsOwn(List<DeliveryOutcome> outcomes) {
        return outcomes.stream()
                .map(outcome -> outcome instanceof DeliveryOutcome.Deferred deferred && deferred.atSender()
                        ? new DeliveryOutcome.Deferred(Reply.none(
                                "relay takes nothing: " + deferred.reply().status()))
                        : outcome)
                .toList();
    }

    /** Hangs up when the last message is a while ago. */
    public void closeWhenSilent() {
        if (link != null && System.nanoTime() - lastUsed > LONGEST_SILENCE.toNanos()) {
            close();
        }
    }

    /** Hangs up after a silence too, and when another relay is the one to use now. */
    private void leave() {
        closeWhenSilent();
        if (link != null && !relay.keeps(link)) {
            close();
        }
    }

    /** Hangs up on a relay that is in trouble by now, if there is a better one. True then. */
    private boolean giveUp(Relay.RelayLink now) {
        boolean better = relay.isGivenUp(now);
        if (better) {
            close();
        } else if (link != null) {
            link = now.withoutTrial();
        }
        return better;
    }

    private record Tried(DeliveryOutcome outcome, boolean gaveUp) {}

    private Tried attempt(Transfer transfer, String domain, Runnable beforeData) {
        Relay.RelayLink now = link;
        boolean warm = now != null;
        if (now == null) {
            try {
                now = relay.connect();
            } catch (IOException unreachable) {
                Reply missing = Reply.none("relay unreachable: " + reason(unreachable));
                return new Tried(new DeliveryOutcome.Deferred(missing), false);
            }
            link = now;
        }
        SmtpConnection line = now.connection();
        boolean trial = now.isOnTrial();
        boolean finished = false;
        DeliveryOutcome outcome;
        try {
            outcome = transfer.over(line, beforeData);
            finished = line.usable();
        } catch (IOException lost) {
            outcome = new DeliveryOutcome.Deferred(Reply.none("relay lost: " + reason(lost)));
        } finally {
            if (!finished) {
                link = null;
                line.drop();
            }
        }
        // That a relay hung up on a line nobody had used for a while says nothing.
        if (!warm || !isLoss(outcome)) {
            now.health().note(outcome, domain, trial);
        }
        return new Tried(outcome, giveUp(now));
    }

    /** Type alone for faults of the network; the words of our own; of a certificate what is wrong with it. */
    static String reason(IOException fault) {
        if (fault instanceof RelayFault) {
            return String.valueOf(fault.getMessage());
        }
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertPathBuilderException) {
                return "its certificate is of an authority that is not known here; see docs/operations.md, Relays";
            }
            if (cause instanceof CertificateExpiredException) {
                return "its certificate has expired";
            }
            if (cause.getCause() == null && cause instanceof CertificateException) {
                return "its certificate is not of this host's name";
            }
        }
        return fault.getClass().getSimpleName();
    }

    /** Takes leave of the relay. The session may be used again. */
    @Override
    public void close() {
        if (link != null) {
            link.connection().quit();
            link = null;
        }
    }
}
