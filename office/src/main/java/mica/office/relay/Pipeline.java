package mica.office.relay;

import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;
import mica.office.relay.Asked.AnsweredCommand;
import mica.office.relay.Asked.CommandStep;

/**
 * A window of messages over one connection, with as few waits as the relay allows. Where it takes CHUNKING (RFC 3030) the
 * whole window goes out without one; else the body of one message leaves with the envelope of the next (RFC 2920); a relay
 * that offers neither is served step by step. For one thread, once.
 *
 * <p>With CHUNKING each message begins with RSET: a body is on its way before it is known whether its envelope was taken,
 * and must never join the envelope of another one.
 */
final class Pipeline {

    private static final String UNASKED = "octets that nobody asked for";

    private final SmtpConnection line;
    private final List<Parcel> window;
    private final BooleanSupplier mayWrite;
    private final Outbound out;
    private final Asked asked;
    private final Verdicts verdicts;

    /** @param mayWrite asked before each write; what was not written by then stays unwritten */
    Pipeline(SmtpConnection line, List<Parcel> window, BooleanSupplier mayWrite, Outbound out) {
        this.line = line;
        this.window = window;
        this.mayWrite = mayWrite;
        this.out = out;
        this.asked = new Asked(line);
        this.verdicts = new Verdicts(window.size());
    }

    List<DeliveryOutcome> run() {
        out.clear();
        try {
            if (line.hasUnread()) {
                throw new RelayFault(UNASKED);
            }
            if (!line.keepsStep()) {
                stepByStep();
            } else if (line.offers("CHUNKING")) {
                inChunks();
            } else {
                byData();
            }
        } catch (Asked.OutOfStep outOfStep) {
            line.distrust();
            verdicts.disbelieve(String.valueOf(outOfStep.getMessage()));
        } catch (IOException lost) {
            line.distrust();
            verdicts.lost(RelaySession.reason(lost));
        }
        return verdicts.list();
    }

    /** RSET after each message: had the relay said one word too many, the reply to it would be the one before. */
    private void stepByStep() throws IOException {
        for (int i = 0; i < window.size() && line.usable() && mayWrite.getAsBoolean(); i++) {
            DeliveryOutcome outcome = Transfer.of(window.get(i)).over(line, () -> {});
            verdicts.settle(i, outcome);
            if (line.usable() && outcome instanceof DeliveryOutcome.Accepted) {
                verdicts.settle(i, new DeliveryOutcome.Uncertain(UNASKED));
                if (!line.exchange("RSET").positive() || line.hasUnread()) {
                    throw new RelayFault(UNASKED);
                }
                verdicts.settle(i, outcome);
            }
        }
    }

    private void inChunks() throws IOException {
        int written = 0;
        for (int i = nextThatFits(0); i < window.size(); i = nextThatFits(i + 1)) {
            chunk(i);
            if (out.isFull()) {
                write(written, i + 1);
                written = i + 1;
            }
        }
        steady();
        write(written, window.size());
        readAll();
    }

    private void chunk(int i) {
        Parcel parcel = window.get(i);
        ask(CommandStep.RESET, i, "RSET");
        ask(CommandStep.SENDER, i, parcel.sender(line));
        ask(CommandStep.RECIPIENT, i, parcel.recipient());
        ask(CommandStep.CONTENT, i, "BDAT " + parcel.length() + " LAST");
        out.add(parcel.octets(), parcel.start(), parcel.length());
    }

    /** Writes what was gathered of some parcels. */
    private void write(int from, int to) throws IOException {
        if (!mayWrite.getAsBoolean()) {
            asked.forgetFrom(from);
            readAll();
            throw new RelayFault("not written");
        }
        verdicts.written(from, to);
        try {
            out.writeTo(line);
        } catch (IOException lost) {
            // What the relay said before the line broke still holds.
            readAll();
            throw lost;
        }
    }

    private void byData() throws IOException {
        int i = nextThatFits(0);
        if (i < window.size() && mayWrite.getAsBoolean()) {
            envelope(i);
            out.writeTo(line);
        }
        while (i < window.size() && !asked.isEmpty()) {
            readAll();
            if (!line.usable()) {
                return;
            }
            content(i);
            i = nextThatFits(i + 1);
            if (i < window.size()) {
                envelope(i);
            } else {
                steady();
            }
            out.writeTo(line);
        }
        readAll();
    }

    private void content(int i) throws IOException {
        if (!verdicts.isReady(i)) {
            abandon(i);
            return;
        }
        if (line.hasUnread()) {
            throw new Asked.OutOfStep(UNASKED);
        }
        if (!mayWrite.getAsBoolean()) {
            // The relay waits for a message now; hanging up is the only way to send none.
            throw new RelayFault("not written");
        }
        verdicts.written(i, i + 1);
        window.get(i).writeStuffed(out);
        asked.ask(CommandStep.CONTENT, i);
    }

    /** RFC 2920, 3.1: without a recipient a relay that still says 354 gets an empty message. */
    private void abandon(int i) {
        if (verdicts.isWaitedFor(i)) {
            out.add(Transfer.EMPTY, 0, Transfer.EMPTY.length);
            asked.ask(CommandStep.CONTENT, Asked.NOBODY);
        }
        ask(CommandStep.RESET, Asked.NOBODY, "RSET");
    }

    private void envelope(int i) {
        Parcel parcel = window.get(i);
        ask(CommandStep.SENDER, i, parcel.sender(line));
        ask(CommandStep.RECIPIENT, i, parcel.recipient());
        ask(CommandStep.DATA, i, "DATA");
    }

    private void steady() {
        ask(CommandStep.STEADY, Asked.NOBODY, "EHLO " + line.ownName());
    }

    private void ask(CommandStep step, int parcel, String command) {
        out.line(command);
        asked.ask(step, parcel);
    }

    private void readAll() throws IOException {
        while (!asked.isEmpty() && line.usable()) {
            AnsweredCommand answer = asked.next();
            if (answer.reply().code() == 421) {
                // RFC 5321, 3.8: it closes the channel and takes nothing more. If it goes on instead, nothing is sure.
                verdicts.closing(line.isAtEnd());
            }
            verdicts.note(answer);
        }
    }

    private int nextThatFits(int from) {
        int i = from;
        while (i < window.size() && window.get(i).eightBit() && !line.offers("8BITMIME")) {
            verdicts.settle(
                    i, new DeliveryOutcome.Refused(new Reply(554, "5.6.3", "8BITMIME is needed and not offered")));
            i++;
        }
        return i;
    }
}
