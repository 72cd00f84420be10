package mica.office.relay;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The commands that were written and not answered yet. A relay answers in the order in which it was asked (RFC 2920, 3.2),
 * so the next reply belongs to the first of these or to none. For one thread.
 */
final class Asked {

    /** What a command asks for. */
    enum CommandStep {
        RESET,
        SENDER,
        RECIPIENT,
        DATA,
        CONTENT,
        /** EHLO at the end of a window, whose reply looks like no other: it shows that none was one too many. */
        STEADY
    }

    /** No parcel's. */
    static final int NOBODY = -1;

    /** A reply in its place. @param parcel its place in the window, or {@link #NOBODY} */
    record AnsweredCommand(CommandStep step, int parcel, Reply reply) {}

    private record UnansweredCommand(CommandStep step, int parcel) {}

    private final SmtpConnection line;
    private final Deque<UnansweredCommand> questions = new ArrayDeque<>();

    Asked(SmtpConnection line) {
        this.line = line;
    }

    void ask(CommandStep step, int parcel) {
        questions.add(new UnansweredCommand(step, parcel));
    }

    boolean isEmpty() {
        return questions.isEmpty();
    }

    /** What was not written after all. */
    void forgetFrom(int parcel) {
        questions.removeIf(question -> question.parcel() >= parcel || question.parcel() == NOBODY);
    }

    /**
     * The next reply.
     *
     * @throws OutOfStep when it cannot be one to what was asked
     */
    AnsweredCommand next() throws IOException {
        UnansweredCommand question = questions.remove();
        Reply reply = question.step() == CommandStep.CONTENT ? line.readAcceptance() : line.readReply();
        if (!fits(question.step(), reply)) {
            throw new OutOfStep("reply " + reply + " to " + question.step());
        }
        return new AnsweredCommand(question.step(), question.parcel(), reply);
    }

    private static boolean fits(CommandStep step, Reply reply) {
        boolean refused = reply.transientFailure() || reply.permanentFailure();
        return switch (step) {
            case SENDER, RECIPIENT, CONTENT -> reply.positive() || refused;
            case DATA -> reply.code() == 354 || refused;
            case RESET -> reply.positive() || reply.code() == 421;
            case STEADY ->
                reply.code() == 421
                        || (reply.positive() && Greeting.Offers.of(reply).has("PIPELINING"));
        };
    }

    /** The relay said what it was not asked for: which reply belonged to whom is not known any more. */
    static final class OutOfStep extends IOException {

        private static final long serialVersionUID = 1L;

        OutOfStep(String message) {
            super(message);
        }
    }
}
