package mica.office;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.directory.ServiceFacts;
import mica.office.keys.Passphrase;
import mica.office.ledger.LedgerCopy;
import mica.office.notice.NoticeConfiguration;
import mica.office.relay.RelayConfiguration;
import mica.web.CannotListenException;
import mica.web.WebConfiguration;

/**
 * What an office needs to know.
 *
 * @param https whether officers reach the console by HTTPS
 * @param keys folder of the private keys
 * @param keysPassphrase opens them
 * @param work folder for what can be made again
 * @param ledgerCopy the second place of the ledger's signed heads
 * @param exchange as its owner
 * @param frontRole the database role that the migrations grant the front's rights to
 * @param relays in the order of preference
 * @param service the facts as configured; their state is the one to begin with
 * @param doorSessions connections for confirmations and mails to venues
 */
public record OfficeConfiguration(
        WebConfiguration web,
        boolean https,
        Path keys,
        Passphrase keysPassphrase,
        Path work,
        LedgerCopy ledgerCopy,
        DatabaseConfiguration exchange,
        String frontRole,
        DatabaseConfiguration database,
        List<RelayConfiguration> relays,
        MailConfiguration mail,
        int doorSessions,
        NoticeConfiguration notices,
        ServiceFacts service) {

    /** A spreadsheet of tens of thousands of lines passes; a film does not. */
    private static final long LARGEST_REQUEST = 20 * 1024 * 1024;

    static final String BOUNCES = "the listener for bounces";

    /**
     * Asked before any work is begun that would have to be ended again.
     *
     * @throws CannotListenException when one of the ports of this office cannot be had
     */
    void requireFreePorts() {
        CannotListenException.requireFree("the console", web.host(), web.port());
        InetSocketAddress bounces = mail.bounces();
        if (bounces != null) {
            CannotListenException.requireFree(BOUNCES, bounces.getHostString(), bounces.getPort());
        }
    }

    /** The console's web server. @param port 0 for any free one */
    public static WebConfiguration console(String host, int port) {
        return new WebConfiguration(host, port, LARGEST_REQUEST, true);
    }
}
