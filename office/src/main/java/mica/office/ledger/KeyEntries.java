package mica.office.ledger;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Loop;
import mica.exchange.health.Pulse;
import mica.office.keys.KeyEvent;
import mica.office.keys.KeyStore;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what was done to the keys, by the office or by a command, into the ledger, within seconds and each at least once.
 */
public final class KeyEntries implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(KeyEntries.class);
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final KeyStore keyStore;

    private final Jdbi office;
    private final Ledger ledger;
    private final Loop loop = new Loop(
            new Pulse("key-entries", Duration.ofMinutes(2)),
            INTERVAL,
            failed -> LOG.error("ledger.key_entries_failed", failed));

    public KeyEntries(KeyStore keyStore, Jdbi office, Ledger ledger) {
        this.keyStore = keyStore;
        this.office = office;
        this.ledger = ledger;
    }

    /** From now on every few seconds, until closed. */
    public void start() {
        loop.start(this::runOnce);
    }

    /** What waits now. */
    void runOnce() {
        keyStore.drainEvents(event -> office.useTransaction(tx -> ledger.append(tx, entry(event))));
    }

    private static Entry entry(KeyEvent event) {
        return switch (event) {
            case KeyEvent.DayMade made -> Entry.of(Event.KEYS_MADE).day(made.day());
            case KeyEvent.DayPublished published ->
                Entry.of(Event.KEYS_PUBLISHED).day(published.day());
            case KeyEvent.PairDestroyed destroyed ->
                Entry.of(Event.KEY_DESTROYED).day(destroyed.day()).purpose(destroyed.purpose());
            case KeyEvent.DayDestroyed destroyed ->
                Entry.of(Event.KEYS_DESTROYED).day(destroyed.day());
            case KeyEvent.SigningKeyMade made ->
                Entry.of(Event.SIGNING_KEY_MADE).hash(made.hash());
            case KeyEvent.PassphraseChanged changed -> Entry.of(Event.PASSPHRASE_CHANGED);
            case KeyEvent.CeremonyHeld held ->
                Entry.of(Event.CEREMONY_HELD).hash(held.hash()).count(held.shares());
            case KeyEvent.KeysRecovered recovered ->
                Entry.of(Event.KEYS_RECOVERED).count(recovered.days());
        };
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
