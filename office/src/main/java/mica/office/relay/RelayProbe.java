package mica.office.relay;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import javax.net.ssl.SSLSocketFactory;

/**
 * What one relay says when it is only greeted.
 *
 * @param trouble why it cannot be used; empty when it can
 * @param offered the extensions it offers, of those this program can use
 */
public record RelayProbe(String trouble, List<String> offered) {

    private static final List<String> KNOWN = List.of(
            "PIPELINING", "CHUNKING", "SIZE", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES", "STARTTLS", "AUTH");

    /** Connects, secures, signs in and takes leave; sends no mail. */
    public static RelayProbe of(RelayConfiguration configuration) {
        return of(configuration, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    static RelayProbe of(RelayConfiguration configuration, SSLSocketFactory tls) {
        try (ScheduledThreadPoolExecutor watch = new ScheduledThreadPoolExecutor(1)) {
            SmtpConnection connection =
                    SmtpConnection.open(configuration, tls, watch, new ReplyTimes(System::nanoTime));
            List<String> offered = KNOWN.stream().filter(connection::offers).toList();
            connection.quit();
            watch.shutdownNow();
            return new RelayProbe("", offered);
        } catch (IOException trouble) {
            return new RelayProbe(RelaySession.reason(trouble), List.of());
        }
    }
}
