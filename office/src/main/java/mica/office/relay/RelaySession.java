package mica.office.relay;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import mica.exchange.address.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * One worker's line to the relay: connects when needed, stays warm for the next message, connects again after a fault.
 * For one thread at a time.
 */
public final class RelaySession implements AutoCloseable {

    /** How a connection is made, ready for the first message. */
    @FunctionalInterface
    interface Connector {
        SmtpConnection connect() throws IOException;
    }

    /** Most relays hang up after five minutes of silence; sooner is polite. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    /** For so long after its last word a relay is believed to be there still. */
    private static final Duration SURE_FOR = Duration.ofSeconds(2);

    private final Connector connector;
    private final Outbound outbound = new Outbound();
    private @Nullable SmtpConnection connection;
    private long lastUsed;

    RelaySession(Connector connector) {
        this.connector = connector;
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
        closeWhenSilent();
        boolean warm = connection != null;
        DeliveryOutcome outcome = attempt(transfer, beforeData);
        // A relay may have hung up on a warm connection; nothing was sent on it yet, so a fresh one is as good.
        if (warm && connection == null && outcome instanceof DeliveryOutcome.Deferred) {
            outcome = attempt(transfer, beforeData);
        }
        lastUsed = System.nanoTime();
        return outcome;
    }

    /**
     * Connects where needed, and asks after a silence whether the relay is still there: what is handed over next goes out
     * at once. No message begins here.
     *
     * @return why the relay cannot be used; empty when it can
     */
    public Optional<Reply> ready() {
        closeWhenSilent();
        try {
            if (connection != null && System.nanoTime() - lastUsed > SURE_FOR.toNanos()) {
                ask(connection);
            }
            if (connection == null) {
                connection = connector.connect();
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
                connection = null;
                line.drop();
            }
        }
    }

    /**
     * Hands over a window of messages in one go. Each outcome is its own: Deferred without a reply means that nothing of
     * that message went out, Uncertain that the relay may or may not have taken it.
     *
     * @param mayWrite asked before each write; once it says no, nothing more goes out
     * @return the outcomes in the order of the window
     */
    public List<DeliveryOutcome> deliver(List<Parcel> window, BooleanSupplier mayWrite) {
        Optional<Reply> missing = ready();
        SmtpConnection line = connection;
        if (line == null) {
            DeliveryOutcome unsent = new DeliveryOutcome.Deferred(missing.orElse(Reply.none("relay unreachable")));
            return Collections.nCopies(window.size(), unsent);
        }
        boolean finished = false;
        try {
            List<DeliveryOutcome> outcomes = new Pipeline(line, window, mayWrite, outbound).run();
            finished = line.usable();
            return outcomes;
        } finally {
            lastUsed = System.nanoTime();
            if (!finished) {
                connection = null;
                line.drop();
            }
        }
    }

    /** Hangs up when the last message is a while ago. */
    public void closeWhenSilent() {
        if (connection != null && System.nanoTime() - lastUsed > LONGEST_SILENCE.toNanos()) {
            close();
        }
    }

    private DeliveryOutcome attempt(Transfer transfer, Runnable beforeData) {
        SmtpConnection line = connection;
        if (line == null) {
            try {
                line = connector.connect();
            } catch (IOException unreachable) {
                return new DeliveryOutcome.Deferred(Reply.none("relay unreachable: " + reason(unreachable)));
            }
            connection = line;
        }
        boolean finished = false;
        try {
            DeliveryOutcome outcome = transfer.over(line, beforeData);
            finished = line.usable();
            return outcome;
        } catch (IOException lost) {
            return new DeliveryOutcome.Deferred(Reply.none("relay lost: " + reason(lost)));
        } finally {
            if (!finished) {
                connection = null;
                line.drop();
            }
        }
    }

    /** Type alone for faults of the network; the words of our own. */
    static String reason(IOException fault) {
        return fault instanceof RelayFault
                ? String.valueOf(fault.getMessage())
                : fault.getClass().getSimpleName();
    }

    /** Takes leave of the relay. The session may be used again. */
    @Override
    public void close() {
        if (connection != null) {
            connection.quit();
            connection = null;
        }
    }
}
