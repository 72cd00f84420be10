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
 * under the link itself: noise until its reader comes. Sealed are the version (one octet, 1), the spot's code (ten) and
 * the time (milliseconds since 1970-01-01T00:00:00Z, eight); later versions add to it.
 */
public record VisitedPlace(SpotCode spot, Instant at) {

    private static final byte VERSION = 1;
    private static final int CODE = 10;

    public byte[] seal(LinkToken confirming) {
        byte[] code = spot.value().getBytes(StandardCharsets.US_ASCII);
        return ReplySeal.seal(
                confirming,
                ByteBuffer.allocate(1 + code.length + Long.BYTES)
                        .put(VERSION)
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
            // What a later version says begins in the same way; what it says beyond is not read.
            if (buffer.get() < VERSION) {
                return Optional.empty();
            }
            byte[] code = new byte[CODE];
            buffer.get(code);
            return Optional.of(new VisitedPlace(
                    new SpotCode(new String(code, StandardCharsets.US_ASCII)), Instant.ofEpochMilli(buffer.getLong())));
        } catch (IllegalArgumentException | BufferUnderflowException broken) {
            return Optional.empty();
        }
    }
}
