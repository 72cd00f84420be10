package mica.office.message;

import java.util.regex.Pattern;

/**
 * A file that goes with a mail.
 *
 * @param fileName as the reader shall see it, in any script
 * @param type such as {@code application/pdf}
 */
public record Attachment(HeaderText fileName, String type, byte[] content) {

    private static final Pattern TYPE = Pattern.compile("[a-z]+/[a-z0-9.+-]+");

    public Attachment {
        if (!TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("not a media type");
        }
    }
}
