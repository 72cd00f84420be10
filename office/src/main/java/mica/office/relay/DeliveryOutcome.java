package mica.office.relay;

/** What became of one message to one recipient. */
public sealed interface DeliveryOutcome {

    /** The relay has taken it over. */
    record Accepted(Reply reply) implements DeliveryOutcome {}

    /**
     * Not now: the relay asked for another try, or could not be reached. Nothing was sent.
     *
     * @param atSender whether the relay said so to MAIL, before it heard of a recipient
     */
    record Deferred(Reply reply, boolean atSender) implements DeliveryOutcome {

        Deferred(Reply reply) {
            this(reply, false);
        }
    }

    /** Not ever: no such mailbox, too large, not wanted. */
    record Refused(Reply reply) implements DeliveryOutcome {}

    /** The connection was lost after the final dot: the relay may or may not have taken it over. */
    record Uncertain(String why) implements DeliveryOutcome {}
}
