package mica.office.message;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import mica.exchange.address.EmailAddress;
import org.jspecify.annotations.Nullable;

/**
 * The address that bounces of a mail go to: {@code bounce+TOKEN@domain}, one for each mail and the same whenever it is
 * sent again. The token is the mail's number, enciphered and authenticated under a key of the office (ADR 14): who reads
 * it learns nothing, and nobody can make one for a mail that was not theirs. Threads may share it.
 */
public final class ReturnPaths {

    /** RFC 5321, 4.5.3.1.1; mail servers fold letters, so that five bits a letter are what gets through. */
    private static final int LONGEST_LOCAL_PART = 64;

    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int PROOF = 12;
    /** Kind, id, number. */
    private static final int PLAIN = 1 + 16 + 4;

    private static final int TOKEN = ((PROOF + PLAIN) * 8 + 4) / 5;
    private static final byte PROVING = 1;
    private static final byte HIDING = 2;
    private static final byte DOOR = 1;
    private static final byte NOTICE = 2;

    private final EmailAddress base;
    private final @Nullable UnaryOperator<byte[]> mac;

    private ReturnPaths(EmailAddress base, @Nullable UnaryOperator<byte[]> mac) {
        this.base = base;
        this.mac = mac;
    }

    /** One address for all mails: bounces are read by people, or by nobody. */
    public static ReturnPaths fixed(EmailAddress address) {
        return new ReturnPaths(address, null);
    }

    /**
     * A return path for each mail.
     *
     * @param base such as {@code bounce@mica.pref.example.jp}; the token goes behind its local part
     * @param mac a keyed function of at least 32 octets' output that nobody else can compute
     * @throws IllegalArgumentException when the local part leaves no room for the token
     */
    public static ReturnPaths keyed(EmailAddress base, UnaryOperator<byte[]> mac) {
        if (localPart(base).length() + 1 + TOKEN > LONGEST_LOCAL_PART) {
            throw new IllegalArgumentException(
                    "the return path's local part may have " + (LONGEST_LOCAL_PART - 1 - TOKEN) + " characters");
        }
        return new ReturnPaths(base, mac);
    }

    public EmailAddress of(SentMail mail) {
        if (mac == null) {
            return base;
        }
        ByteBuffer plain = ByteBuffer.allocate(PLAIN);
        switch (mail) {
            case SentMail.Door door -> put(plain, DOOR, door.mail(), 0);
            case SentMail.Notice notice -> put(plain, NOTICE, notice.notice(), notice.recipient());
        }
        byte[] proof = Arrays.copyOf(keyed(mac, PROVING, plain.array()), PROOF);
        byte[] token = ByteBuffer.allocate(PROOF + PLAIN)
                .put(proof)
                .put(xor(plain.array(), keyed(mac, HIDING, proof)))
                .array();
        return EmailAddress.of(localPart(base) + "+" + letters(token) + "@" + base.domain());
    }

    /** The mail whose return path an address is; empty when it is none that this office made. */
    public Optional<SentMail> read(String address) {
        String wanted = address.toLowerCase(Locale.ROOT);
        String before = (localPart(base) + "+").toLowerCase(Locale.ROOT);
        String behind = "@" + base.domain().toLowerCase(Locale.ROOT);
        if (mac == null
                || wanted.length() != before.length() + TOKEN + behind.length()
                || !wanted.startsWith(before)
                || !wanted.endsWith(behind)) {
            return Optional.empty();
        }
        byte[] token = octets(wanted.substring(before.length(), before.length() + TOKEN));
        if (token == null) {
            return Optional.empty();
        }
        byte[] proof = Arrays.copyOf(token, PROOF);
        byte[] plain = xor(Arrays.copyOfRange(token, PROOF, token.length), keyed(mac, HIDING, proof));
        if (!MessageDigest.isEqual(proof, Arrays.copyOf(keyed(mac, PROVING, plain), PROOF))) {
            return Optional.empty();
        }
        return mail(ByteBuffer.wrap(plain));
    }

    private static Optional<SentMail> mail(ByteBuffer plain) {
        byte kind = plain.get();
        UUID id = new UUID(plain.getLong(), plain.getLong());
        return switch (kind) {
            case DOOR -> Optional.of(new SentMail.Door(id));
            case NOTICE -> Optional.of(new SentMail.Notice(id, plain.getInt()));
            default -> Optional.empty();
        };
    }

    private static void put(ByteBuffer plain, byte kind, UUID id, int number) {
        plain.put(kind)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .putInt(number);
    }

    private static byte[] keyed(UnaryOperator<byte[]> mac, byte use, byte[] content) {
        return mac.apply(
                ByteBuffer.allocate(1 + content.length).put(use).put(content).array());
    }

    private static byte[] xor(byte[] content, byte[] stream) {
        byte[] result = new byte[content.length];
        for (int i = 0; i < content.length; i++) {
            result[i] = (byte) (content[i] ^ stream[i]);
        }
        return result;
    }

    private static String localPart(EmailAddress address) {
        String wire = address.wireForm();
        return wire.substring(0, wire.lastIndexOf('@'));
    }

    private static String letters(byte[] octets) {
        StringBuilder letters = new StringBuilder(TOKEN);
        int bits = 0;
        int held = 0;
        for (byte octet : octets) {
            bits = (bits << 8 | octet & 0xFF) & 0xFFF;
            held += 8;
            while (held >= 5) {
                held -= 5;
                letters.append(LETTERS.charAt(bits >> held & 31));
            }
        }
        if (held > 0) {
            letters.append(LETTERS.charAt(bits << (5 - held) & 31));
        }
        return letters.toString();
    }

    /** Null when it is no token: another letter, or bits behind the end, which would be a second spelling. */
    private static byte @Nullable [] octets(String letters) {
        ByteBuffer octets = ByteBuffer.allocate(PROOF + PLAIN);
        int bits = 0;
        int held = 0;
        for (int i = 0; i < letters.length(); i++) {
            int value = LETTERS.indexOf(letters.charAt(i));
            if (value < 0) {
                return null;
            }
            bits = (bits << 5 | value) & 0xFFF;
            held += 5;
            if (held >= 8) {
                held -= 8;
                octets.put((byte) (bits >> held));
            }
        }
        return (bits & ((1 << held) - 1)) == 0 ? octets.array() : null;
    }
}
