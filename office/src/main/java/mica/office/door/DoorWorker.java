package mica.office.door;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.MailState;
import mica.office.door.MailStore.Claim;
import mica.office.door.MailStore.Settled;
import mica.office.message.OutgoingMessage;
import mica.office.message.SentMail;
import mica.office.outcome.Meaning;
import mica.office.pace.Pace;
import mica.office.relay.DeliveryOutcome;
import mica.office.relay.RelaySession;
import mica.office.relay.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends chunk after chunk of one lane over one session. For one thread, but for {@link #renew}. */
public final class DoorWorker {

    /** How long a mail stays with an office that died; renewed three times as often. */
    static final Duration LEASE = Duration.ofSeconds(60);

    private static final int CHUNK = 16;

    /** Who waits longer than this for a provider is told so on the screen. */
    private static final Duration LONG_WAIT = Duration.ofSeconds(15);

    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");
    private static final Logger LOG = LoggerFactory.getLogger(DoorWorker.class);

    /** What a round found. */
    enum DoorRound {
        NOTHING_DUE,
        SENT,
        RELAY_MISSING
    }

    private final MailStore.Lane lane;
    private final MailStore store;
    private final Recipients recipients;
    private final DoorMails mails;
    private final RelaySession session;
    private final InstantSource clock;
    private final MailQueue queue;
    private final Map<UUID, Integer> inHand = new ConcurrentHashMap<>();
    private Instant turn = NEVER;

    DoorWorker(
            MailStore.Lane lane,
            MailStore store,
            Recipients recipients,
            DoorMails mails,
            RelaySession session,
            MailQueue queue,
            InstantSource clock) {
        this.lane = lane;
        this.store = store;
        this.recipients = recipients;
        this.mails = mails;
        this.session = session;
        this.queue = queue;
        this.clock = clock;
    }

    MailStore.Lane lane() {
        return lane;
    }

    RelaySession session() {
        return session;
    }

    /** Sends what is due, a chunk at most, telling at once when there may be more. What is not tried because of a stop or a missing relay goes back. */
    DoorRound round(BooleanSupplier stopping, Runnable moreIsDue) {
        turn = NEVER;
        List<Claim> claims = store.claim(lane, CHUNK, LEASE);
        if (claims.isEmpty()) {
            return DoorRound.NOTHING_DUE;
        }
        claims.forEach(claim -> inHand.put(claim.mail().id(), claim.attempt()));
        if (claims.size() == CHUNK) {
            moreIsDue.run();
        }
        boolean relayMissing = false;
        boolean sent = false;
        try {
            for (Claim claim : claims) {
                if (relayMissing) {
                    store.putBack(claim, MailPatience.next(claim, clock.instant(), true), "relay missing");
                } else if (stopping.getAsBoolean()) {
                    store.putBack(claim, clock.instant(), "office stopped");
                } else {
                    switch (send(claim)) {
                        case DONE -> sent = true;
                        case PACED -> {}
                        case RELAY_MISSING -> relayMissing = true;
                    }
                }
                inHand.remove(claim.mail().id());
            }
        } finally {
            inHand.clear();
        }
        if (relayMissing) {
            return DoorRound.RELAY_MISSING;
        }
        return sent || claims.size() == CHUNK ? DoorRound.SENT : DoorRound.NOTHING_DUE;
    }

    /** How long until the first of the mails may go that had to wait for their provider; long when none had. */
    Duration untilTurn() {
        Duration left = Duration.between(clock.instant(), turn);
        return left.isNegative() ? Duration.ZERO : left;
    }

    void renew() {
        Map<UUID, Integer> held = Map.copyOf(inHand);
        if (!held.isEmpty()) {
            store.renew(held, LEASE);
        }
    }

    /** What became of a claim. */
    private enum ClaimEnd {
        DONE,
        /** Its provider has had as many as it likes for now; the mail is back in the queue. */
        PACED,
        RELAY_MISSING
    }

    /** Sends one mail and records what became of it. */
    private ClaimEnd send(Claim claim) {
        Instant now = clock.instant();
        if (!now.isBefore(MailPatience.end(claim))) {
            return settle(claim, Settled.EXPIRED, "too late", MailState.FAILED);
        }
        Optional<EmailAddress> recipient = recipients.open(claim.mail().recipient());
        if (recipient.isEmpty() && !recipients.hasKeys(claim.mail().recipient())) {
            // Keys that went missing may come back from a backup; the mail waits for them as long as it is of use.
            putBack(claim, MailPatience.next(claim, now, false), "keys missing");
            return ClaimEnd.DONE;
        }
        if (recipient.isEmpty()) {
            return settle(claim, Settled.EXPIRED, "recipient cannot be opened", MailState.FAILED);
        }
        if (claim.mail().kind().equals(MailKind.CONFIRMATION) && recipients.isDead(recipient.get())) {
            return settle(claim, Settled.SUPPRESSED, "dead address", MailState.REFUSED);
        }
        return switch (recipients.ask(recipient.get(), session, claim.mail().id(), now)) {
            case Pace.Outcome.Go go -> handOver(claim, recipient.get());
            case Pace.Outcome.NotBefore(Instant at) -> await(claim, now, at);
        };
    }

    private ClaimEnd await(Claim claim, Instant now, Instant at) {
        Instant next = at.isBefore(MailPatience.end(claim)) ? at : MailPatience.end(claim);
        store.putBackUntried(claim, next, "paced");
        turn = next.isBefore(turn) ? next : turn;
        if (Duration.between(now, next).compareTo(LONG_WAIT) >= 0) {
            tellLater(claim);
        }
        LOG.debug(
                "mail.paced id={} kind={} next={}",
                claim.mail().id(),
                claim.mail().kind(),
                next);
        return ClaimEnd.PACED;
    }

    private ClaimEnd handOver(Claim claim, EmailAddress recipient) {
        Reply said = Reply.NOT_SENT;
        DeliveryOutcome outcome;
        try {
            Optional<OutgoingMessage> message = mails.write(claim.mail(), recipient);
            if (message.isEmpty()) {
                return settle(claim, Settled.EXPIRED, "content gone", MailState.FAILED);
            }
            SentMail sent = new SentMail.Door(claim.mail().id());
            outcome = session.deliver(
                    mails.composer().style().returnPaths().of(sent),
                    recipient,
                    mails.composer().compose(message.get(), claim.createdAt()));
            said = said(outcome);
        } catch (RuntimeException broken) {
            // One mail that cannot be written holds up no other; a repaired office sends it, if it is not too late.
            LOG.error(
                    "mail.broken id={} kind={} type={} at={}",
                    claim.mail().id(),
                    claim.mail().kind(),
                    broken.getClass().getSimpleName(),
                    place(broken));
            putBack(claim, MailPatience.next(claim, clock.instant(), false), "cannot be written");
            return ClaimEnd.DONE;
        } finally {
            recipients.tell(recipient, session, said, clock.instant());
        }
        if (claim.mail().kind().equals(MailKind.CONFIRMATION)
                && outcome instanceof DeliveryOutcome.Refused(Reply reply)) {
            noteRefusal(recipient, reply);
        }
        return record(claim, outcome);
    }

    private static Reply said(DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Accepted(Reply reply) -> reply;
            case DeliveryOutcome.Refused(Reply reply) -> reply;
            case DeliveryOutcome.Deferred(Reply reply, boolean atSender) -> reply;
            case DeliveryOutcome.Uncertain uncertain -> Reply.NOT_SENT;
        };
    }

    /** Before the mail is settled, so that a crash between them repeats it and forgets nothing. */
    private void noteRefusal(EmailAddress address, Reply reply) {
        if (Meaning.of(reply.code(), reply.enhanced(), reply.text()) == Meaning.NO_SUCH_ADDRESS) {
            store.use(tx -> recipients.unknown(tx, address));
        }
    }

    private ClaimEnd record(Claim claim, DeliveryOutcome outcome) {
        return switch (outcome) {
            case DeliveryOutcome.Accepted(Reply reply) ->
                settle(claim, Settled.ACCEPTED, reply.status(), MailState.SENT);
            case DeliveryOutcome.Refused(Reply reply) ->
                settle(
                        claim,
                        Settled.REFUSED,
                        reply.status(),
                        told(Meaning.of(reply.code(), reply.enhanced(), reply.text())));
            case DeliveryOutcome.Deferred(Reply reply, boolean atSender) -> {
                putBack(claim, MailPatience.next(claim, clock.instant(), reply.relayMissing()), reply.status());
                tellLater(claim);
                yield reply.relayMissing() ? ClaimEnd.RELAY_MISSING : ClaimEnd.DONE;
            }
            case DeliveryOutcome.Uncertain(String why) -> {
                putBack(claim, MailPatience.next(claim, clock.instant(), false), "uncertain: " + why);
                yield ClaimEnd.DONE;
            }
        };
    }

    /** A filter's refusal is not the address's. */
    private static MailState told(Meaning refusal) {
        return switch (refusal) {
            case NO_SUCH_ADDRESS, MAILBOX_CLOSED, MAILBOX_FULL -> MailState.REFUSED;
            case MESSAGE_NOT_TAKEN, NOT_NOW, POLICY, OUR_FAULT, UNTOLD -> MailState.FAILED;
        };
    }

    private void tellLater(Claim claim) {
        if (claim.mail().kind().equals(MailKind.CONFIRMATION) && claim.attempt() == 1) {
            store.nowTold(claim.mail().id(), MailState.LATER).ifPresent(queue::tell);
        }
    }

    private ClaimEnd settle(Claim claim, Settled state, String reply, MailState told) {
        store.settle(claim, state, reply, told).ifPresent(queue::tell);
        LOG.debug(
                "mail.settled id={} kind={} state={} attempt={} reply=\"{}\"",
                claim.mail().id(),
                claim.mail().kind(),
                state,
                claim.attempt(),
                reply);
        return ClaimEnd.DONE;
    }

    private void putBack(Claim claim, Instant next, String reply) {
        store.putBack(claim, next, reply);
        LOG.info(
                "mail.put_back id={} kind={} attempt={} next={} reply=\"{}\"",
                claim.mail().id(),
                claim.mail().kind(),
                claim.attempt(),
                next,
                reply);
    }

    /** Where, without the message: it may hold what a person typed. */
    private static String place(RuntimeException broken) {
        StackTraceElement[] trace = broken.getStackTrace();
        return trace.length == 0 ? "unknown" : trace[0].toString();
    }
}
