package mica.app.demo;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import mica.web.OwnAddresses;

/**
 * How a demo is started.
 *
 * @param data the folder that keeps it
 * @param publicUrl the front's address in QR codes and mails; empty for {@code http://localhost:<front port>}
 * @param frontPort must be a free one, not 0, unless {@code publicUrl} is given: QR codes hold it
 * @param showCredentials whether passwords and six digits are shown though others can reach the demo
 */
public record DemoOptions(
        Path data,
        String host,
        String publicUrl,
        int frontPort,
        int officePort,
        int inboxPort,
        boolean showCredentials,
        boolean preparing,
        int venues,
        int visitors) {

    /** On loopback, with everything shown, one venue and no past. */
    public static DemoOptions onLoopback(Path data, String publicUrl, int frontPort, int officePort, int inboxPort) {
        return new DemoOptions(data, "127.0.0.1", publicUrl, frontPort, officePort, inboxPort, false, false, 1, 0);
    }

    /** Whether others than this machine's users can reach it; a name is looked up, and one that is unknown is taken to be. */
    boolean isOpenToOthers() {
        try {
            return !InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException unknown) {
            return true;
        }
    }

    boolean showsCredentials() {
        return showCredentials || !isOpenToOthers();
    }

    /** The console and the inbox are reached under the name of the front, at ports of their own. */
    OwnAddresses addresses() {
        String host = URI.create(frontAddress()).getHost();
        return host == null ? OwnAddresses.none() : OwnAddresses.of(List.of(host));
    }

    String frontAddress() {
        return publicUrl.isEmpty() ? "http://localhost:" + frontPort : publicUrl.replaceAll("/+$", "");
    }
}
