package mica.front;

import java.time.Duration;
import mica.exchange.database.DatabaseConfiguration;
import mica.web.WebConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What a front needs to know.
 *
 * @param exchange as the front's role, which can only put envelopes and read the directory
 * @param stampKey secret of the accepted screens; fronts behind one address share it. Null draws one at the start
 * @param directoryAge how old a shown fact may be
 * @param waitingEnvelopes how many may wait for their commit; more are told that we are busy
 * @param patience how long a person waits for the commit of what was sent
 */
public record FrontConfiguration(
        WebConfiguration web,
        DatabaseConfiguration exchange,
        @Nullable String stampKey,
        Duration directoryAge,
        int waitingEnvelopes,
        Duration patience) {

    /** Half a megabyte lets a form with ten thousand characters in a field come back with its error message. */
    private static final long LARGEST_REQUEST = 512 * 1024;

    /** The usual values; {@code port} 0 for any free one. */
    public static FrontConfiguration of(String host, int port, DatabaseConfiguration exchange) {
        return new FrontConfiguration(
                new WebConfiguration(host, port, LARGEST_REQUEST, false),
                exchange,
                null,
                Duration.ofSeconds(3),
                5_000,
                Duration.ofSeconds(10));
    }

    public FrontConfiguration withStampKey(String secret) {
        return new FrontConfiguration(web, exchange, secret, directoryAge, waitingEnvelopes, patience);
    }

    public FrontConfiguration withDirectoryAge(Duration age) {
        return new FrontConfiguration(web, exchange, stampKey, age, waitingEnvelopes, patience);
    }

    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
        return "FrontConfiguration[" + web + ", " + exchange + "]";
    }
}
