package mica.exchange.seal;

import java.nio.ByteBuffer;

/**
 * Fixed sizes for what is sealed, so that the length of an address does not show: two octets of length, the content,
 * zeros up to the next size.
 */
public final class Padding {

    private static final int[] SIZES = {66, 130, 258, 1_026, 4_098, 16_386, 61_442};

    /** The longest content in octets. */
    public static final int LONGEST = SIZES[SIZES.length - 1] - 2;

    private Padding() {}

    /** @throws IllegalArgumentException when the content is longer than {@link #LONGEST} */
    public static byte[] pad(byte[] content) {
        for (int size : SIZES) {
            if (content.length + 2 <= size) {
                return ByteBuffer.allocate(size)
                        .putShort((short) content.length)
                        .put(content)
                        .array();
            }
        }
        throw new IllegalArgumentException("too long to seal: " + content.length);
    }

    /** @throws IllegalArgumentException when the octets are no padded content */
    public static byte[] strip(byte[] padded) {
        ByteBuffer buffer = ByteBuffer.wrap(padded);
        int length = padded.length < 2 ? -1 : Short.toUnsignedInt(buffer.getShort());
        if (length < 0 || length > padded.length - 2) {
            throw new IllegalArgumentException("broken padding");
        }
        byte[] content = new byte[length];
        buffer.get(content);
        return content;
    }
}
