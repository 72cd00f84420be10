package mica.office.intake;

import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import mica.exchange.envelope.Envelope;
import org.jdbi.v3.core.Handle;

/**
 * Which rows of the epochs in hand have arrived, locked for one transaction. A row arrives once: the same octets put again
 * would bring back a visit that was erased. For one thread.
 */
final class ArrivedRows {

    private final EpochStore epochs;
    private final Map<UUID, BitSet> arrived;
    private final Map<UUID, BitSet> changed = new HashMap<>();

    private ArrivedRows(EpochStore epochs, Map<UUID, BitSet> arrived) {
        this.epochs = epochs;
        this.arrived = arrived;
    }

    static ArrivedRows lock(Handle tx, EpochStore epochs, Collection<Envelope> envelopes) {
        return new ArrivedRows(
                epochs,
                epochs.lockArrived(
                        tx, envelopes.stream().map(Envelope::epoch).distinct().toList()));
    }

    /** @throws RefusedEnvelopeException when its epoch is not known yet, or its row arrived before */
    void check(Envelope envelope) {
        BitSet rows = arrived.get(envelope.epoch());
        if (rows == null) {
            throw RefusedEnvelopeException.waitingFor(envelope.epoch());
        }
        if (rows.get(envelope.row())) {
            throw RefusedEnvelopeException.seenBefore();
        }
    }

    /** Notes a row as arrived; to be called when its seal was opened, so that nobody can use up another's row. */
    void mark(Envelope envelope) {
        BitSet rows = arrived.get(envelope.epoch());
        if (rows != null) {
            rows.set(envelope.row());
            changed.put(envelope.epoch(), rows);
        }
    }

    void store(Handle tx) {
        epochs.markArrived(tx, changed);
    }
}
