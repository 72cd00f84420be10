package mica.office.relay;

import java.util.Arrays;
import mica.exchange.address.EmailAddress;

/**
 * One message to one recipient, among others of a window.
 *
 * @param octets where the message lies; not changed until it is handed over
 * @param plain whether its maker has seen to it that it is whole lines of ASCII, ended by CR LF, none of which begins
 *     with a dot; otherwise it is read through and copied
 */
public record Parcel(EmailAddress from, EmailAddress to, byte[] octets, int start, int length, boolean plain) {

    /** @throws IllegalArgumentException when an address or the message could break out of its place */
    public Parcel {
        if (!isAddress(from.wireForm()) || !isAddress(to.wireForm())) {
            throw new IllegalArgumentException("address has characters that no address has");
        }
        if (!plain) {
            octets = Arrays.copyOfRange(octets, start, start + length);
            start = 0;
            Transfer.stuff(octets);
        }
    }

    private static boolean isAddress(String wireForm) {
        boolean fits = wireForm.length() >= 3 && wireForm.length() <= 320;
        for (int i = 0; fits && i < wireForm.length(); i++) {
            char c = wireForm.charAt(i);
            fits = c > ' ' && c <= '~' && c != '<' && c != '>';
        }
        return fits;
    }

    /** The same, when the array it lies in was replaced by a larger one. */
    public Parcel at(byte[] now) {
        return !plain || now == octets ? this : new Parcel(from, to, now, start, length, true);
    }

    boolean eightBit() {
        return !plain && Transfer.hasEightBit(octets);
    }

    /** MAIL with the parameters that the relay takes. */
    String sender(SmtpConnection line) {
        return "MAIL FROM:<" + from.wireForm() + ">" + (line.offers("SIZE") ? " SIZE=" + length : "")
                + (eightBit() ? " BODY=8BITMIME" : "");
    }

    String recipient() {
        return "RCPT TO:<" + to.wireForm() + ">";
    }

    /** The message with its leading dots doubled, and the final dot. */
    void writeStuffed(Outbound out) {
        if (plain) {
            out.add(octets, start, length);
            out.add(Transfer.EMPTY, 0, Transfer.EMPTY.length);
        } else {
            byte[] stuffed = Transfer.stuff(octets);
            out.add(stuffed, 0, stuffed.length);
        }
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "Parcel[" + length + "]";
    }
}
