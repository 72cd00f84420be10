package mica.office.keys;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A sheet being typed, line by line; a wrong line is refused at once and typed again. One thread. */
public final class ShareTyping {

    /** What became of a line. */
    public sealed interface Outcome {
        /** The next line, please. */
        record Taken() implements Outcome {}

        record Complete(RecoveryShare share) implements Outcome {}

        record WrongLength(int letters) implements Outcome {}

        /** A letter that no sheet has. */
        record ForeignLetter(String letter) implements Outcome {}

        /** A letter is wrong, or it is another line or another sheet's. */
        record Mistyped() implements Outcome {}

        /** A sheet of a version of this program that is not this one. */
        record OtherVersion() implements Outcome {}

        /** Each line fits, the whole does not: from the first line again. */
        record WholeMistyped() implements Outcome {}
    }

    private final byte[] share = new byte[MasterKey.LENGTH];
    private int line = 1;
    private byte @Nullable [] head;

    /** The line that comes next, 1 to {@link RecoveryShare#LINES}. */
    public int line() {
        return line;
    }

    public Outcome take(String typed) {
        return switch (ShareLetters.read(line, salt(), typed)) {
            case ShareLetters.Typed.WrongLength wrong -> new Outcome.WrongLength(wrong.letters());
            case ShareLetters.Typed.ForeignLetter foreign -> new Outcome.ForeignLetter(foreign.letter());
            case ShareLetters.Typed.Mistyped mistyped -> new Outcome.Mistyped();
            case ShareLetters.Typed.Octets octets -> take(octets.octets());
        };
    }

    private Outcome take(byte[] octets) {
        if (line == 1) {
            if (octets[0] != RecoveryShare.VERSION || octets[1] < 1 || octets[1] > Shamir.SHARES) {
                return new Outcome.OtherVersion();
            }
            head = octets;
        } else {
            System.arraycopy(octets, 0, share, (line - 2) * ShareLetters.OCTETS, ShareLetters.OCTETS);
        }
        if (line < RecoveryShare.LINES) {
            line++;
            return new Outcome.Taken();
        }
        RecoveryShare whole = new RecoveryShare(ceremony(), number(), share.clone());
        line = 1;
        if (!Arrays.equals(whole.head(), head)) {
            return new Outcome.WholeMistyped();
        }
        return new Outcome.Complete(whole);
    }

    private int salt() {
        return line == 1 ? 0 : RecoveryShare.salt(ceremony(), number());
    }

    private int number() {
        return head == null ? 0 : head[1];
    }

    private int ceremony() {
        return head == null ? 0 : ByteBuffer.wrap(head).getInt(2);
    }
}
