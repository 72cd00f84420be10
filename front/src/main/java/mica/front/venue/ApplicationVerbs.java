package mica.front.venue;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import mica.exchange.database.Json;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.envelope.Withdrawal;
import mica.exchange.record.Records;
import mica.exchange.seal.Sha256;
import mica.front.mailbox.Mailbox;

/** Sends in, corrects and takes back an application. Every act sent twice is the same envelope. */
final class ApplicationVerbs {

    private static final byte[] NOTHING = {};

    private final Mailbox mailbox;
    private final InstantSource clock;

    ApplicationVerbs(Mailbox mailbox, InstantSource clock) {
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /**
     * The link of a draft with this content. The same draft sent again is the same application; a changed one is
     * another, because the first may already be with an officer.
     */
    static LinkToken link(String draft, VenueApplication content) {
        MessageDigest digest = Sha256.ofThread();
        digest.update(("application " + draft + " ").getBytes(StandardCharsets.US_ASCII));
        byte[] hash = digest.digest(comparable(content).getBytes(StandardCharsets.UTF_8));
        return new LinkToken(Arrays.copyOf(hash, 20));
    }

    Mailbox.Outcome submit(LinkToken link, VenueApplication content) {
        return put(content.under(link, ReceiptNumber.of(link), 1));
    }

    /**
     * Sends the corrected application under the number it has.
     *
     * @param revision of the form; when the office already has it with this content, nothing needs to be sent
     */
    Mailbox.Outcome correct(LinkToken link, ApplicationStatus status, VenueApplication content, String revision) {
        VenueApplication last = status.application();
        boolean alreadyThere = revision.equals(Integer.toString(last.revision()))
                && comparable(content).equals(comparable(last));
        return alreadyThere
                ? Mailbox.Outcome.DURABLE
                : put(content.under(link, last.receiptNumber(), last.revision() + 1));
    }

    Mailbox.Outcome withdraw(LinkToken link) {
        return mailbox.put(
                EnvelopeKind.WITHDRAWAL,
                Mailbox.id("withdrawal", link.text()),
                clock.instant(),
                NOTHING,
                Records.write(new Withdrawal(link.text())).getBytes(StandardCharsets.UTF_8));
    }

    private Mailbox.Outcome put(VenueApplication application) {
        return mailbox.put(
                EnvelopeKind.APPLICATION,
                Mailbox.id(
                        "application",
                        application.linkToken(),
                        Integer.toString(application.revision()),
                        comparable(application)),
                clock.instant(),
                NOTHING,
                Records.write(application).getBytes(StandardCharsets.UTF_8));
    }

    /** What the applicant typed, without what is added around it. */
    private static String comparable(VenueApplication application) {
        return Json.write(new VenueApplication("", "", 0, application.details().in(""), application.spots()));
    }
}
