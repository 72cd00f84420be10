package mica.app.demo;

import java.nio.file.Path;

/**
 * How a demo is started.
 *
 * @param data the folder that keeps it
 * @param publicUrl the front's address in QR codes and mails; empty for {@code http://localhost:<front port>}
 * @param frontPort must be a free one, not 0, unless {@code publicUrl} is given: QR codes hold it
 * @param preparing whether a new demo begins before the opening of its service, which the administrator then opens
 */
public record DemoOptions(
        Path data, String host, String publicUrl, int frontPort, int officePort, int inboxPort, boolean preparing) {

    String frontAddress() {
        return publicUrl.isEmpty() ? "http://localhost:" + frontPort : publicUrl.replaceAll("/+$", "");
    }
}
