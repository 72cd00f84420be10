package mica.app.inbox;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A mail taken apart for reading. Text and HTML are as the sender wrote them and must be escaped or sandboxed. */
public record MailContent(
        List<Header> headers,
        Optional<String> text,
        Optional<String> html,
        List<ReceivedFile> attachments,
        Map<String, ReceivedFile> byContentId) {

    /** Decoded and on one line. */
    public record Header(String name, String value) {}

    /** A file in a mail; its content type is one of harmless characters only, its name may be anything. */
    public record ReceivedFile(String name, String contentType, byte[] content) {

        int size() {
            return content.length;
        }

        boolean isPdf() {
            return contentType.equals("application/pdf");
        }

        boolean isPicture() {
            return switch (contentType) {
                case "image/png", "image/jpeg", "image/gif", "image/webp" -> true;
                default -> false;
            };
        }
    }
}
