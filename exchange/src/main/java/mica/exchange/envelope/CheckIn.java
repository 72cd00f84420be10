package mica.exchange.envelope;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;

/**
 * The open part of a check-in: where and when, in which language. The address is in the seals.
 *
 * @param arrivedAt to the millisecond, the front's clock
 */
public record CheckIn(SpotCode spot, Instant arrivedAt, Language language) {

    public byte[] toBytes() {
        byte[] tag = language.tag().getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(18 + tag.length)
                .put(spot.value().getBytes(StandardCharsets.US_ASCII))
                .putLong(arrivedAt.toEpochMilli())
                .put(tag)
                .array();
    }

    /** @throws MalformedEnvelopeException when the octets are no check-in */
    public static CheckIn fromBytes(byte[] bytes) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            byte[] code = new byte[10];
            buffer.get(code);
            Instant arrivedAt = Instant.ofEpochMilli(buffer.getLong());
            byte[] tag = new byte[buffer.remaining()];
            buffer.get(tag);
            return new CheckIn(
                    new SpotCode(new String(code, StandardCharsets.US_ASCII)),
                    arrivedAt,
                    Language.of(new String(tag, StandardCharsets.US_ASCII)));
        } catch (BufferUnderflowException cut) {
            throw new MalformedEnvelopeException("no check-in: cut off");
        } catch (IllegalArgumentException broken) {
            throw new MalformedEnvelopeException("no check-in: no spot code or no language");
        }
    }
}
