package mica.app.demo;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import mica.web.OwnAddresses;

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

    /** The console and the inbox are reached under the name of the front, at ports of their own. */
    OwnAddresses addresses() {
        String host = URI.create(frontAddress()).getHost();
        return host == null ? OwnAddresses.none() : OwnAddresses.of(List.of(host));
    }

    String frontAddress() {
        return publicUrl.isEmpty() ? "http://localhost:" + frontPort : publicUrl.replaceAll("/+$", "");
    }
}
