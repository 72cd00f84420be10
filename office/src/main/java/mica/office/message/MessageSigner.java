package mica.office.message;

/** Proves in a header of its own who sent a message, as DKIM does. Threads may share it. */
@FunctionalInterface
public interface MessageSigner {

    /** Leaves messages as they are: the relay signs, or nobody does. */
    MessageSigner NONE = (message, bodyStart, length) -> new byte[0];

    /**
     * Whole header lines, each ended by CR LF, to be written before the message; none when nothing is signed.
     *
     * @param message the message as it travels, dots not yet doubled, lines ended by CR LF; not changed, not kept
     * @param bodyStart where its body begins, behind the empty line
     * @param length octets of the message, from 0
     */
    byte[] header(byte[] message, int bodyStart, int length);
}
