package mica.office.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import mica.exchange.address.EmailAddress;
import org.jspecify.annotations.Nullable;

/** One message on its way to one recipient: MAIL, RCPT, DATA and what each reply means (RFC 5321, 3.3). */
record Transfer(String from, String to, byte[] stuffed, int size, boolean eightBit) {

    private static final Pattern ADDRESS = Pattern.compile("[!-;=?-~]{3,320}");
    static final byte[] EMPTY = {'.', '\r', '\n'};

    static Transfer of(EmailAddress from, EmailAddress to, byte[] message) {
        return new Transfer(checked(from), checked(to), stuff(message), message.length, hasEightBit(message));
    }

    static Transfer of(Parcel parcel) {
        return of(
                parcel.from(),
                parcel.to(),
                Arrays.copyOfRange(parcel.octets(), parcel.start(), parcel.start() + parcel.length()));
    }

    private static String checked(EmailAddress address) {
        if (!ADDRESS.matcher(address.wireForm()).matches()) {
            throw new IllegalArgumentException("address has characters that no address has");
        }
        return address.wireForm();
    }

    DeliveryOutcome over(SmtpConnection line, Runnable beforeData) throws IOException {
        if (eightBit && !line.offers("8BITMIME")) {
            return new DeliveryOutcome.Refused(new Reply(554, "5.6.3", "8BITMIME is needed and not offered"));
        }
        String mail = "MAIL FROM:<" + from + ">" + (line.offers("SIZE") ? " SIZE=" + size : "")
                + (eightBit ? " BODY=8BITMIME" : "");
        String rcpt = "RCPT TO:<" + to + ">";
        boolean pipelined = line.offers("PIPELINING");
        line.send(pipelined ? new String[] {mail, rcpt, "DATA"} : new String[] {mail});

        Reply mailReply = line.readReply();
        // After 421 no further answer comes (RFC 5321, 3.8).
        if (!mailReply.positive() && (!pipelined || !line.usable())) {
            return abandon(line, null, sender(mailReply));
        }
        Reply rcptReply = pipelined ? line.readReply() : line.exchange(rcpt);
        if (!rcptReply.positive() && (!pipelined || !line.usable())) {
            return abandon(line, null, recipient(rcptReply));
        }
        Reply dataReply = pipelined ? line.readReply() : line.exchange("DATA");
        if (!mailReply.positive()) {
            return abandon(line, dataReply, sender(mailReply));
        }
        if (!rcptReply.positive()) {
            return abandon(line, dataReply, recipient(rcptReply));
        }
        if (dataReply.code() != 354) {
            return abandon(line, dataReply, recipient(dataReply));
        }
        beforeData.run();
        return data(line);
    }

    private DeliveryOutcome data(SmtpConnection line) {
        try {
            line.write(stuffed);
            Reply reply = line.readAcceptance();
            return switch (reply.code() / 100) {
                case 2 -> new DeliveryOutcome.Accepted(reply);
                case 4 -> new DeliveryOutcome.Deferred(reply);
                case 5 -> new DeliveryOutcome.Refused(reply);
                default -> throw new RelayFault("reply " + reply.code() + " to the dot");
            };
        } catch (IOException lost) {
            line.distrust();
            return new DeliveryOutcome.Uncertain(RelaySession.reason(lost));
        }
    }

    /** A sender refused is our own trouble, not the recipient's: it must not cost them the mail. Only too large is final. */
    static DeliveryOutcome sender(Reply reply) throws RelayFault {
        if (reply.code() == 552) {
            return new DeliveryOutcome.Refused(reply);
        }
        if (reply.transientFailure() || reply.permanentFailure()) {
            return new DeliveryOutcome.Deferred(reply, true);
        }
        throw new RelayFault("reply " + reply.code() + " to MAIL");
    }

    /** 530 asks for a sign-in that is not configured, 503 is about the order of commands: again our own trouble. */
    static DeliveryOutcome recipient(Reply reply) throws RelayFault {
        if (reply.transientFailure() || reply.code() == 530 || reply.code() == 503) {
            return new DeliveryOutcome.Deferred(reply);
        }
        if (reply.permanentFailure()) {
            return new DeliveryOutcome.Refused(reply);
        }
        throw new RelayFault("reply " + reply.code() + " before the data");
    }

    /** Leaves the relay ready for the next message, or the connection to be dropped. */
    private static DeliveryOutcome abandon(SmtpConnection line, @Nullable Reply dataReply, DeliveryOutcome outcome) {
        if (!line.usable()) {
            return outcome;
        }
        try {
            if (dataReply != null && dataReply.code() == 354) {
                // RFC 2920, 3.1: without a recipient a relay that still says 354 gets an empty message.
                line.write(EMPTY);
                line.readAcceptance();
            }
            line.send("RSET");
            if (!line.readReply().positive()) {
                line.distrust();
            }
        } catch (IOException lost) {
            line.distrust();
        }
        return outcome;
    }

    /** Doubles leading dots and appends the final one (RFC 5321, 4.5.2). A lone CR or LF is never let through. */
    static byte[] stuff(byte[] message) {
        ByteArrayOutputStream stuffed = new ByteArrayOutputStream(message.length + 64);
        boolean lineStart = true;
        for (int i = 0; i < message.length; i++) {
            byte octet = message[i];
            boolean lineEnd = octet == '\r' && i + 1 < message.length && message[i + 1] == '\n';
            if (octet == 0 || octet == '\n' || (octet == '\r' && !lineEnd)) {
                throw new IllegalArgumentException("message with a lone CR or LF, or NUL, at octet " + i);
            }
            if (lineEnd) {
                stuffed.write('\r');
                stuffed.write('\n');
                i++;
            } else {
                if (lineStart && octet == '.') {
                    stuffed.write('.');
                }
                stuffed.write(octet);
            }
            lineStart = lineEnd;
        }
        if (!lineStart) {
            throw new IllegalArgumentException("message without a line end at its end");
        }
        stuffed.writeBytes(".\r\n".getBytes(StandardCharsets.US_ASCII));
        return stuffed.toByteArray();
    }

    static boolean hasEightBit(byte[] message) {
        for (byte octet : message) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }
}
