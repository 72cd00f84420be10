package mica.office;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import mica.office.bounce.Bounces;
import mica.office.bounce.ReturnDesk;
import mica.office.delivery.NoticeReturns;
import mica.office.dkim.DkimKey;
import mica.office.dkim.DkimSigner;
import mica.office.door.DoorReturns;
import mica.office.door.MailQueue;
import mica.office.keys.KeyStore;
import mica.office.keys.MailKey;
import mica.office.keys.MailedLinks;
import mica.office.message.MailStyle;
import mica.office.message.MessageSigner;
import mica.office.message.ReturnPaths;
import mica.office.outcome.DeadAddresses;
import mica.office.visits.VisitStore;
import mica.web.CannotListenException;
import org.jdbi.v3.core.Jdbi;

/** What all mails of an office have in common: how they are signed, where they come back to, who is not reached. */
final class OfficeMail {

    private OfficeMail() {}

    /** @throws IllegalArgumentException when a key or the return path cannot be used */
    static MailStyle style(MailConfiguration configuration, KeyStore keys, MailedLinks links) {
        ReturnPaths returnPaths = configuration.ownReturnPaths()
                ? ReturnPaths.keyed(configuration.sender().returnPath(), links::returnMac)
                : ReturnPaths.fixed(configuration.sender().returnPath());
        return new MailStyle(
                configuration.sender(), returnPaths, signer(configuration, keys), configuration.iso2022JpDomains());
    }

    private static MessageSigner signer(MailConfiguration configuration, KeyStore keys) {
        return configuration.dkim().isEmpty()
                ? MessageSigner.NONE
                : new DkimSigner(configuration.sender().from().domain(), dkimKeys(configuration, keys));
    }

    /** @throws IllegalArgumentException when one cannot be read; its message names the selector */
    static List<DkimKey> dkimKeys(MailConfiguration configuration, KeyStore keys) {
        List<DkimKey> signing = new ArrayList<>();
        for (MailConfiguration.Signature signature : configuration.dkim()) {
            try {
                signing.add(
                        signature.file() == null
                                ? DkimKey.of(signature.selector(), new MailKey(keys))
                                : DkimKey.read(signature.selector(), signature.file()));
            } catch (IOException | IllegalArgumentException unusable) {
                throw new IllegalArgumentException(
                        "DKIM key of selector " + signature.selector() + ": " + unusable.getMessage(), unusable);
            }
        }
        return signing;
    }

    /** The listener for what comes back; one that does nothing where none is wanted. */
    static AutoCloseable listen(
            MailConfiguration configuration,
            Jdbi office,
            MailStyle style,
            MailedLinks links,
            VisitStore visits,
            MailQueue mails,
            DeadAddresses dead,
            InstantSource clock,
            ZoneId zone) {
        InetSocketAddress address = configuration.bounces();
        if (address == null) {
            return () -> {};
        }
        ReturnDesk desk = desk(office, style, links, visits, mails, dead, clock, zone);
        try {
            return Bounces.start(address, desk);
        } catch (IOException taken) {
            throw new CannotListenException(
                    OfficeConfiguration.BOUNCES, address.getHostString(), address.getPort(), taken);
        }
    }

    static ReturnDesk desk(
            Jdbi office,
            MailStyle style,
            MailedLinks links,
            VisitStore visits,
            MailQueue mails,
            DeadAddresses dead,
            InstantSource clock,
            ZoneId zone) {
        return new ReturnDesk(
                office,
                style.returnPaths(),
                List.of(new DoorReturns(mails), new NoticeReturns()),
                (tx, visit) -> visits.personOf(tx, links.of(visit)),
                dead,
                clock,
                zone);
    }
}
