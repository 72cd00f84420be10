package mica.office;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.envelope.Withdrawal;
import mica.exchange.record.Records;
import mica.exchange.record.UnreadableRecordException;
import mica.office.applications.ApplicationReceiver;
import mica.office.applications.RefusedApplicationException;
import mica.office.door.MailQueue;
import mica.office.intake.Receiver;
import mica.office.intake.RefusedEnvelopeException;
import mica.office.keys.AtRest;
import mica.office.service.ServiceDesk;
import mica.office.venues.Publication;

/** Which feature takes which kind of envelope that is no visitor's. */
final class Receivers {

    final ApplicationReceiver applications;

    Receivers(AtRest atRest, MailQueue mails, Publication publication, ServiceDesk service, InstantSource clock) {
        this.applications = new ApplicationReceiver(atRest, mails, publication, service, clock);
    }

    Map<EnvelopeKind, Receiver> all() {
        return Map.of(
                EnvelopeKind.APPLICATION,
                refusing((tx, content) -> applications.receive(tx, read(content, VenueApplication.class))),
                EnvelopeKind.WITHDRAWAL,
                refusing((tx, content) -> applications.withdraw(
                        tx,
                        LinkToken.read(read(content, Withdrawal.class).linkToken())
                                .orElseThrow(() -> new RefusedEnvelopeException("no link token inside")))));
    }

    private static Receiver refusing(Receiver receiver) {
        return (tx, content) -> {
            try {
                receiver.receive(tx, content);
            } catch (RefusedApplicationException refused) {
                throw new RefusedEnvelopeException(String.valueOf(refused.getMessage()));
            }
        };
    }

    private static <T extends Record> T read(byte[] content, Class<T> type) {
        try {
            return Records.read(new String(content, StandardCharsets.UTF_8), type);
        } catch (UnreadableRecordException notOurs) {
            throw new RefusedEnvelopeException(String.valueOf(notOurs.getMessage()));
        }
    }
}
