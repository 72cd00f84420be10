package mica.exchange.envelope;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** A visitor asks for erasure; the content of the {@link EnvelopeKind#ERASURE} envelope. */
public record Erasure(Scope scope, LinkToken link) {

    /** How much to erase. */
    public enum Scope {
        /** The visit whose mail held the link. */
        THIS_VISIT(1),
        /** Every visit of the same address. */
        ALL_VISITS(2);

        private final int number;

        Scope(int number) {
            this.number = number;
        }
    }

    /** One octet for the scope, 20 for the token. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(21)
                .put((byte) scope.number)
                .put(link.bytes())
                .array();
    }

    /** @throws MalformedEnvelopeException when the octets are no such request */
    public static Erasure fromBytes(byte[] bytes) {
        if (bytes.length != 21) {
            throw new MalformedEnvelopeException("an erasure has 21 octets");
        }
        for (Scope scope : Scope.values()) {
            if (scope.number == bytes[0]) {
                return new Erasure(scope, new LinkToken(Arrays.copyOfRange(bytes, 1, 21)));
            }
        }
        throw new MalformedEnvelopeException("unknown scope " + bytes[0]);
    }
}
