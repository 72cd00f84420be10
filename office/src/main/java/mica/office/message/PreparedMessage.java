package mica.office.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import mica.exchange.envelope.LinkToken;
import org.jspecify.annotations.Nullable;

/**
 * A mail to many, in the octets in which it travels, with slots for what is of one person. It is what {@link
 * MessageComposer} writes to a made-up person, with that person cut out, so it differs in nothing from a mail written for
 * one alone. Filling it copies octets and recomputes a few groups of base64. Threads may share it.
 */
public final class PreparedMessage {

    /** Octets of one line of base64 in MIME, and of the CR LF behind it (RFC 2045, 6.8). */
    private static final int LINE = 76;

    private enum Slot {
        TO,
        MESSAGE_ID,
        UNSUBSCRIBE,
        ERASE
    }

    /**
     * Octets that are a person's own.
     *
     * @param around in base64, the octets of the groups that hold the slot, which begins at {@code offset} of them; null
     *     for a slot in clear
     */
    private record PersonalOctets(int start, int end, Slot slot, byte @Nullable [] around, int offset) {}

    private final byte[] octets;
    private final List<PersonalOctets> places;
    private final int bodyStart;
    private final MessageSigner signer;

    private PreparedMessage(byte[] octets, List<PersonalOctets> places, int bodyStart, MessageSigner signer) {
        this.octets = octets;
        this.places = places;
        this.bodyStart = bodyStart;
        this.signer = signer;
    }

    /**
     * Cuts the placeholders out of a message.
     *
     * @param mime of a message to {@link Slots#PLACEHOLDERS}
     * @throws IllegalArgumentException when it is not addressed to them, or not seven-bit lines without leading dots
     */
    static PreparedMessage of(Mime mime, MessageSigner signer) {
        byte[] octets = mime.octets();
        checkLines(octets);
        int bodyStart = find(octets, "\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, octets.length) + 4;
        List<PersonalOctets> places = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            inClear(octets, 0, bodyStart, slot, places);
        }
        if (places.stream().filter(place -> place.slot() == Slot.TO).count() != 1
                || places.stream()
                                .filter(place -> place.slot() == Slot.MESSAGE_ID)
                                .count()
                        != 1) {
            throw new IllegalArgumentException("not addressed to the placeholders");
        }
        for (Mime.Body body : mime.bodies()) {
            inBase64(body, Slot.UNSUBSCRIBE, places);
            inBase64(body, Slot.ERASE, places);
        }
        places.sort(Comparator.comparingInt(PersonalOctets::start));
        return new PreparedMessage(octets, List.copyOf(places), bodyStart, signer);
    }

    /** What stands in a slot's place, in ASCII. */
    private static String text(Slot slot, Slots slots) {
        return switch (slot) {
            case TO -> slots.to().wireForm();
            case MESSAGE_ID -> slots.messageId().toString();
            case UNSUBSCRIBE -> slots.unsubscribe().text();
            case ERASE -> slots.erase().text();
        };
    }

    private static byte[] placeholder(Slot slot) {
        return text(slot, Slots.PLACEHOLDERS).getBytes(StandardCharsets.US_ASCII);
    }

    private static void inClear(byte[] octets, int from, int to, Slot slot, List<PersonalOctets> places) {
        byte[] placeholder = placeholder(slot);
        for (int at = find(octets, placeholder, from, to); at >= 0; at = find(octets, placeholder, at + 1, to)) {
            places.add(new PersonalOctets(at, at + placeholder.length, slot, null, 0));
        }
    }

    private static void inBase64(Mime.Body body, Slot slot, List<PersonalOctets> places) {
        byte[] placeholder = placeholder(slot);
        byte[] content = body.content();
        int at = find(content, placeholder, 0, content.length);
        while (at >= 0) {
            int first = at / 3;
            int last = (at + placeholder.length + 2) / 3;
            byte[] around = Arrays.copyOfRange(content, first * 3, Math.min(last * 3, content.length));
            places.add(new PersonalOctets(
                    body.start() + place(4 * first),
                    body.start() + place(4 * last - 1) + 1,
                    slot,
                    around,
                    at - first * 3));
            at = find(content, placeholder, at + placeholder.length, content.length);
        }
    }

    /** Where a character of base64 stands when its lines are broken. */
    private static int place(int character) {
        return character + 2 * (character / LINE);
    }

    private static int find(byte[] in, byte[] what, int from, int to) {
        for (int i = from; i + what.length <= to; i++) {
            if (Arrays.equals(in, i, i + what.length, what, 0, what.length)) {
                return i;
            }
        }
        return -1;
    }

    /**
     * Appends the message to one person.
     *
     * @return how many octets it has; whole lines of ASCII, ended by CR LF, none of which begins with a dot
     */
    public int into(Slots slots, Octets out) {
        int start = out.length();
        int done = 0;
        byte[] erase = digits(slots.erase());
        byte[] unsubscribe = slots.unsubscribe().equals(slots.erase()) ? erase : digits(slots.unsubscribe());
        for (PersonalOctets place : places) {
            out.add(octets, done, place.start() - done);
            if (place.around() == null) {
                out.ascii(text(place.slot(), slots));
            } else {
                base64(place, place.slot() == Slot.ERASE ? erase : unsubscribe, out);
            }
            done = place.end();
        }
        out.add(octets, done, octets.length - done);
        if (signer != MessageSigner.NONE) {
            sign(out, start);
        }
        return out.length() - start;
    }

    private static byte[] digits(LinkToken token) {
        return token.text().getBytes(StandardCharsets.US_ASCII);
    }

    /** Copies the groups as they were prepared, so that the line breaks among them stay, and writes the person's over. */
    private void base64(PersonalOctets place, byte[] token, Octets out) {
        byte[] around = Objects.requireNonNull(place.around()).clone();
        System.arraycopy(token, 0, around, place.offset(), token.length);
        byte[] groups = Base64.getEncoder().encode(around);
        int into = out.length();
        out.add(octets, place.start(), place.end() - place.start());
        byte[] array = out.array();
        for (byte character : groups) {
            if (array[into] == '\r') {
                into += 2;
            }
            array[into++] = character;
        }
    }

    private void sign(Octets out, int start) {
        byte[] message = Arrays.copyOfRange(out.array(), start, out.length());
        // What differs in length is in the head.
        int body = bodyStart + message.length - octets.length;
        byte[] header = signer.header(message, body, message.length);
        if (header.length > 0) {
            checkLines(header);
            out.insert(start, header);
        }
    }

    private static void checkLines(byte[] octets) {
        boolean lineStart = true;
        for (int i = 0; i < octets.length; i++) {
            byte octet = octets[i];
            boolean lineEnd = octet == '\r' && i + 1 < octets.length && octets[i + 1] == '\n';
            boolean lone = (octet == '\r' && !lineEnd) || octet == '\n' || octet <= 0;
            if (lone || (lineStart && octet == '.')) {
                throw new IllegalArgumentException("not plain lines at octet " + i);
            }
            lineStart = lineEnd;
            i += lineEnd ? 1 : 0;
        }
        if (!lineStart) {
            throw new IllegalArgumentException("the last line has no end");
        }
    }
}
