package mica.office.relay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import mica.office.relay.Asked.AnsweredCommand;
import org.jspecify.annotations.Nullable;

/**
 * What became of each parcel of a window, from the relay's answers. Only an answer to a parcel's own commands settles it;
 * what was written and not answered is uncertain. For one thread.
 */
final class Verdicts {

    private static final String UNWRITTEN = "not written";

    private final @Nullable DeliveryOutcome[] settled;
    private final @Nullable Reply[] senders;
    private final @Nullable Reply[] recipients;
    private final boolean[] ready;
    private final boolean[] goOn;
    private final boolean[] written;
    private String why = UNWRITTEN;

    Verdicts(int size) {
        settled = new DeliveryOutcome[size];
        senders = new Reply[size];
        recipients = new Reply[size];
        ready = new boolean[size];
        goOn = new boolean[size];
        written = new boolean[size];
    }

    /** From now on the relay may have it. */
    void written(int from, int to) {
        for (int i = from; i < to; i++) {
            written[i] = settled[i] == null;
        }
    }

    /** Whether the envelope was taken and the content is waited for. */
    boolean isReady(int parcel) {
        return ready[parcel];
    }

    /** Whether the relay said "go on" to DATA, with or without a recipient. */
    boolean isWaitedFor(int parcel) {
        return goOn[parcel];
    }

    void settle(int parcel, DeliveryOutcome outcome) {
        settled[parcel] = outcome;
    }

    /** @throws Asked.OutOfStep when the answer contradicts the ones before it */
    void note(AnsweredCommand answer) throws Asked.OutOfStep, RelayFault {
        int parcel = answer.parcel();
        if (parcel == Asked.NOBODY) {
            return;
        }
        Reply reply = answer.reply();
        switch (answer.step()) {
            case RESET, STEADY -> {}
            case SENDER -> senders[parcel] = reply;
            case RECIPIENT -> recipients[parcel] = reply;
            case DATA -> data(parcel, reply);
            case CONTENT -> content(parcel, reply);
        }
        if (reply.code() == 421 && answer.step() != Asked.CommandStep.RESET && settled[parcel] == null) {
            settled[parcel] = new DeliveryOutcome.Deferred(reply, answer.step() == Asked.CommandStep.SENDER);
        }
    }

    private void data(int parcel, Reply reply) throws RelayFault {
        DeliveryOutcome refusal = envelopeRefused(parcel);
        if (refusal == null && reply.code() != 354) {
            refusal = Transfer.recipient(reply);
        }
        goOn[parcel] = reply.code() == 354;
        ready[parcel] = refusal == null;
        settled[parcel] = refusal;
    }

    private void content(int parcel, Reply reply) throws Asked.OutOfStep, RelayFault {
        DeliveryOutcome refusal = envelopeRefused(parcel);
        if (refusal != null && reply.positive()) {
            throw new Asked.OutOfStep("content taken without an envelope");
        }
        if (refusal == null) {
            refusal = reply.transientFailure() || reply.code() == 503
                    ? new DeliveryOutcome.Deferred(reply)
                    : new DeliveryOutcome.Refused(reply);
        }
        settled[parcel] = reply.positive() ? new DeliveryOutcome.Accepted(reply) : refusal;
    }

    private @Nullable DeliveryOutcome envelopeRefused(int parcel) throws RelayFault {
        Reply sender = senders[parcel];
        Reply recipient = recipients[parcel];
        if (sender == null || recipient == null) {
            throw new IllegalStateException("content answered before the envelope");
        }
        if (!sender.positive()) {
            return Transfer.sender(sender);
        }
        return recipient.positive() ? null : Transfer.recipient(recipient);
    }

    /** The relay closes the channel and takes nothing more: what is unanswered was not taken, if it really does close. */
    void closing(boolean closed) {
        if (closed) {
            Arrays.fill(written, false);
        }
        why = "relay closed";
    }

    /** The line broke: answers that came still hold. */
    void lost(String reason) {
        why = reason;
    }

    /** The relay's answers cannot be told apart any more, and none of them is believed. */
    void disbelieve(String reason) {
        why = reason;
        for (int i = 0; i < settled.length; i++) {
            if (written[i]) {
                settled[i] = null;
            }
        }
    }

    List<DeliveryOutcome> list() {
        List<DeliveryOutcome> outcomes = new ArrayList<>(settled.length);
        for (int i = 0; i < settled.length; i++) {
            DeliveryOutcome outcome = settled[i];
            if (outcome != null) {
                outcomes.add(outcome);
            } else if (written[i]) {
                outcomes.add(new DeliveryOutcome.Uncertain(why));
            } else {
                outcomes.add(new DeliveryOutcome.Deferred(Reply.none(why)));
            }
        }
        return outcomes;
    }
}
