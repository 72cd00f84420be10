package mica.office.relay;

import java.io.IOException;
import java.time.Duration;
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

    private final Connector connector;
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
