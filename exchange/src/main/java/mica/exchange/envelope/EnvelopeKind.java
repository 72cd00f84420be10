package mica.exchange.envelope;

import java.util.List;
import mica.exchange.seal.KeyPurpose;

/** What an envelope carries, and to which keys of its day its seals are made, in this order. */
public enum EnvelopeKind {
    CHECK_IN(1, List.of(KeyPurpose.DOOR, KeyPurpose.DAY)),
    APPLICATION(2, List.of(KeyPurpose.FORM)),
    WITHDRAWAL(3, List.of(KeyPurpose.FORM)),
    CONFIRMATION(4, List.of(KeyPurpose.FORM)),
    ERASURE(5, List.of(KeyPurpose.FORM)),
    /** A front tells the office that it is alive and that the street is open. */
    SELF_CHECK(6, List.of(KeyPurpose.FORM));

    private final int number;
    private final List<KeyPurpose> seals;

    EnvelopeKind(int number, List<KeyPurpose> seals) {
        this.number = number;
        this.seals = seals;
    }

    int number() {
        return number;
    }

    public List<KeyPurpose> seals() {
        return seals;
    }

    static EnvelopeKind of(int number) {
        for (EnvelopeKind kind : values()) {
            if (kind.number == number) {
                return kind;
            }
        }
        throw new MalformedEnvelopeException("unknown kind " + number);
    }
}
