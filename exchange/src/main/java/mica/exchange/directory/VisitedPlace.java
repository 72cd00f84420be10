package mica.exchange.directory;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import mica.exchange.envelope.LinkToken;
import mica.exchange.venue.SpotCode;

/**
 * Where and when the registration of a link was made, as the page of that link says it. The directory holds it sealed
 * under the link itself: noise until its reader comes.
 */
public record VisitedPlace(SpotCode spot, Instant at) {

    private static final int CODE = 10;

    public byte[] seal(LinkToken confirming) {
        byte[] code = spot.value().getBytes(StandardCharsets.US_ASCII);
        return ReplySeal.seal(
                confirming,
                ByteBuffer.allocate(code.length + Long.BYTES)
                        .put(code)
                        .putLong(at.toEpochMilli())
                        .array());
    }

    /** Empty when there is nothing, or nothing that this link opens. */
    public static Optional<VisitedPlace> open(LinkToken confirming, byte[] sealed) {
        return ReplySeal.open(confirming, sealed).flatMap(VisitedPlace::read);
    }

    private static Optional<VisitedPlace> read(byte[] content) {
        try {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            byte[] code = new byte[CODE];
            buffer.get(code);
            return Optional.of(new VisitedPlace(
                    new SpotCode(new String(code, StandardCharsets.US_ASCII)), Instant.ofEpochMilli(buffer.getLong())));
        } catch (IllegalArgumentException | BufferUnderflowException broken) {
            return Optional.empty();
        }
    }
}
