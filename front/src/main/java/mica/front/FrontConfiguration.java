package mica.front;

import java.time.Duration;
import java.util.List;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.seal.OfficeKey;
import mica.web.WebConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What a front needs to know.
 *
 * @param exchange as the front's role, which can only put envelopes and read the directory
 * @param officeKeys the office's signing key, as its operator was told it; two during a change-over
 * @param stampKey secret of the accepted screens; fronts behind one address share it. Null draws one at the start
 * @param directoryAge how old a shown fact may be
 * @param waitingEnvelopes how many may wait for their commit; more are told that we are busy
 * @param patience how long a person waits for the commit of what was sent
 * @param overwriteInterval how often free memory is overwritten if the front was used; zero for never
 */
public record FrontConfiguration(
        WebConfiguration web,
        DatabaseConfiguration exchange,
        List<OfficeKey> officeKeys,
        @Nullable String stampKey,
        Duration directoryAge,
        int waitingEnvelopes,
        Duration patience,
        Duration overwriteInterval) {

    /** Half a megabyte lets a form with ten thousand characters in a field come back with its error message. */
    private static final long LARGEST_REQUEST = 512 * 1024;

    private static final int MOST_OFFICE_KEYS = 2;

    public FrontConfiguration {
        officeKeys = List.copyOf(officeKeys);
        if (officeKeys.isEmpty() || officeKeys.size() > MOST_OFFICE_KEYS) {
            throw new IllegalArgumentException("a front trusts one office key, or two during a change-over");
        }
    }

    /** The usual values; {@code port} 0 for any free one. */
    public static FrontConfiguration of(
            String host, int port, DatabaseConfiguration exchange, List<OfficeKey> officeKeys) {
        return new FrontConfiguration(
                new WebConfiguration(host, port, LARGEST_REQUEST, false),
                exchange,
                officeKeys,
                null,
                Duration.ofSeconds(3),
                5_000,
                Duration.ofSeconds(10),
                Duration.ZERO);
    }

    public FrontConfiguration withWeb(WebConfiguration server) {
        return new FrontConfiguration(
                server, exchange, officeKeys, stampKey, directoryAge, waitingEnvelopes, patience, overwriteInterval);
    }

    public FrontConfiguration withStampKey(String secret) {
        return new FrontConfiguration(
                web, exchange, officeKeys, secret, directoryAge, waitingEnvelopes, patience, overwriteInterval);
    }

    public FrontConfiguration withOverwriteInterval(Duration time) {
        return new FrontConfiguration(
                web, exchange, officeKeys, stampKey, directoryAge, waitingEnvelopes, patience, time);
    }

    public FrontConfiguration withDirectoryAge(Duration age) {
        return new FrontConfiguration(
                web, exchange, officeKeys, stampKey, age, waitingEnvelopes, patience, overwriteInterval);
    }

    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
        return "FrontConfiguration[" + web + ", " + exchange + "]";
    }
}
