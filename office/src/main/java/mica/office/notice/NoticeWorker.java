package mica.office.notice;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import mica.exchange.address.EmailAddress;
import mica.exchange.venue.VenueCode;
import mica.office.keys.Secrets;
import mica.office.mail.MessageComposer;
import mica.office.mail.OutgoingMessage;
import mica.office.relay.DeliveryOutcome;
import mica.office.relay.RelaySession;
import mica.office.visit.VisitStore;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes one chunk of recipients and sees it through: claim, open, compose, hand over, record. Threads may share it. */
final class NoticeWorker {

    private static final Logger LOG = LoggerFactory.getLogger(NoticeWorker.class);

    static final int RECORDED_AT_A_TIME = 25;
    private static final Duration RECORDED_AT_LEAST_EVERY = Duration.ofSeconds(1);

    /** The relay said "later": try again after this, the last one for every further time. */
    private static final List<Duration> BACK_OFF = List.of(
            Duration.ofMinutes(1),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(30),
            Duration.ofHours(1));

    private static final Duration FOREVER = Duration.ofDays(3_650);

    enum Result {
        WORKED,
        NOTHING_TO_DO,
        /** What is stored is not what was approved; nothing was claimed or opened. */
        UNAPPROVED,
        /** The relay is not there; another chunk would fare no better. */
        TROUBLE
    }

    private record Place(LocalDate day, VenueCode venue) {}

    private final Jdbi office;
    private final VisitStore visits;
    private final Secrets secrets;
    private final ApprovedOpening opening;
    private final NoticeMail mail;
    private final MessageComposer composer;
    private final InstantSource clock;
    private final NoticeStore notices = new NoticeStore();
    private final RecipientStore recipients = new RecipientStore();

    NoticeWorker(
            Jdbi office,
            VisitStore visits,
            Secrets secrets,
            ApprovedOpening opening,
            NoticeMail mail,
            MessageComposer composer,
            InstantSource clock) {
        this.office = office;
        this.visits = visits;
        this.secrets = secrets;
        this.opening = opening;
        this.mail = mail;
        this.composer = composer;
        this.clock = clock;
    }

    /** A chunk in hand. */
    private record Batch(
            RecipientStore.Chunk chunk,
            ApprovedOpening.Grant grant,
            List<RecipientStore.Claimed> claimed,
            Map<UUID, VisitStore.Sealed> sealed,
            boolean expired) {}

    Result work(UUID notice, RelaySession session, Set<RecipientStore.Chunk> held, Predicate<UUID> isSending) {
        Optional<Batch> taken;
        try {
            taken = office.inTransaction(tx -> take(tx, notice));
        } catch (UnapprovedException changed) {
            return Result.UNAPPROVED;
        }
        if (taken.isEmpty()) {
            return Result.NOTHING_TO_DO;
        }
        Batch batch = taken.get();
        held.add(batch.chunk());
        try {
            boolean relayThere = new Round(batch, session, isSending).run();
            office.useTransaction(tx -> recipients.release(tx, batch.chunk(), clock.instant()));
            return relayThere ? Result.WORKED : Result.TROUBLE;
        } finally {
            held.remove(batch.chunk());
        }
    }

    private Optional<Batch> take(Handle tx, UUID id) {
        Instant now = clock.instant();
        // Held, so that a pause waits for the claim and the claim sees a pause.
        Notice notice = notices.hold(tx, id).orElseThrow();
        if (notice.state() != NoticeState.SENDING) {
            return Optional.empty();
        }
        boolean expired = notice.sendUntil() != null && notice.sendUntil().isBefore(now);
        // What has expired is counted at once, whenever its next attempt would have been.
        Instant due = expired ? now.plus(FOREVER) : now;
        Optional<RecipientStore.Chunk> chunk = recipients.take(tx, id, due, now, NoticeDelivery.LEASE);
        if (chunk.isEmpty()) {
            return Optional.empty();
        }
        List<RecipientStore.Claimed> claimed = recipients.claim(tx, chunk.get(), due);
        ApprovedOpening.Grant grant =
                opening.demand(tx, id, expired ? 0 : claimed.size()).orElseThrow(UnapprovedException::new);
        return Optional.of(new Batch(chunk.get(), grant, claimed, expired ? Map.of() : sealed(tx, claimed), expired));
    }

    /** Stored text or audience are not what was approved; nothing is claimed, nothing opened. */
    private static final class UnapprovedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private Map<UUID, VisitStore.Sealed> sealed(Handle handle, List<RecipientStore.Claimed> claimed) {
        Map<Place, List<RecipientStore.Claimed>> byPlace =
                claimed.stream().collect(Collectors.groupingBy(one -> new Place(one.day(), one.venue())));
        Map<UUID, VisitStore.Sealed> sealed = new HashMap<>();
        byPlace.forEach((place, people) -> visits.sealed(
                        handle,
                        place.day(),
                        place.venue(),
                        people.stream()
                                .map(RecipientStore.Claimed::arrivedAt)
                                .min(Instant::compareTo)
                                .orElseThrow(),
                        people.stream()
                                .map(RecipientStore.Claimed::arrivedAt)
                                .max(Instant::compareTo)
                                .orElseThrow(),
                        people.stream().map(RecipientStore.Claimed::visit).toList())
                .forEach(visit -> sealed.put(visit.ref().id(), visit)));
        return sealed;
    }

    /** One pass through a chunk. */
    private final class Round {

        private final Batch batch;
        private final RelaySession session;
        private final Predicate<UUID> isSending;
        private final Notice notice;
        private final Set<String> written = new HashSet<>();
        private final List<RecipientStore.Outcome> outcomes = new ArrayList<>();
        private long lastRecord = System.nanoTime();

        Round(Batch batch, RelaySession session, Predicate<UUID> isSending) {
            this.batch = batch;
            this.session = session;
            this.isSending = isSending;
            this.notice = batch.grant().notice();
        }

        /** False when the relay could not be reached. */
        boolean run() {
            boolean relayThere = true;
            for (RecipientStore.Claimed one : batch.claimed()) {
                if (!isSending.test(notice.id())) {
                    break;
                }
                EmailAddress address = batch.expired() ? null : address(one);
                if (address == null) {
                    settle(one, batch.expired() ? RecipientState.EXPIRED : RecipientState.GONE, "", "");
                } else {
                    DeliveryOutcome outcome = hand(one, address);
                    if (outcome instanceof DeliveryOutcome.Deferred deferred
                            && deferred.reply().relayMissing()) {
                        relayThere = false;
                        break;
                    }
                    note(one, address, outcome);
                }
                boolean late = System.nanoTime() - lastRecord > RECORDED_AT_LEAST_EVERY.toNanos();
                if ((outcomes.size() >= RECORDED_AT_A_TIME || late) && !record()) {
                    return true;
                }
            }
            record();
            return relayThere;
        }

        /** Null when the visit was erased meanwhile, its key destroyed, or its address written to just now. */
        private @Nullable EmailAddress address(RecipientStore.Claimed one) {
            VisitStore.Sealed visit = batch.sealed().get(one.visit());
            if (visit == null) {
                return null;
            }
            EmailAddress address = opening.open(batch.grant(), visit).orElse(null);
            if (address == null) {
                return null;
            }
            // People were told apart by their tags; a tag of another address would be a forged check-in.
            boolean counted = secrets.tag(visit.maskedTag(), one.day(), one.visit())
                    .filter(secrets.tag(address)::equals)
                    .isPresent();
            if (!counted) {
                LOG.warn("notice.tag_of_another_address notice={}", notice.number());
            }
            return written.add(address.identity()) ? address : null;
        }

        private DeliveryOutcome hand(RecipientStore.Claimed one, EmailAddress address) {
            OutgoingMessage message = mail.to(address, notice, one.visit(), one.language());
            return session.deliver(composer.sender().returnPath(), address, composer.compose(message));
        }

        private void note(RecipientStore.Claimed one, EmailAddress address, DeliveryOutcome outcome) {
            switch (outcome) {
                case DeliveryOutcome.Accepted accepted ->
                    settle(
                            one,
                            RecipientState.ACCEPTED,
                            address.domain(),
                            accepted.reply().status());
                case DeliveryOutcome.Refused refused ->
                    settle(
                            one,
                            RecipientState.REFUSED,
                            address.domain(),
                            refused.reply().status());
                case DeliveryOutcome.Deferred deferred ->
                    later(one, address, deferred.reply().status());
                case DeliveryOutcome.Uncertain uncertain -> later(one, address, "uncertain");
            }
        }

        private void settle(RecipientStore.Claimed one, RecipientState state, String domain, String reply) {
            outcomes.add(new RecipientStore.Outcome(one.n(), state, domain, reply, null));
        }

        private void later(RecipientStore.Claimed one, EmailAddress address, String reply) {
            Duration wait = BACK_OFF.get(Math.min(one.attempts(), BACK_OFF.size()) - 1);
            outcomes.add(new RecipientStore.Outcome(
                    one.n(),
                    RecipientState.DEFERRED,
                    address.domain(),
                    reply,
                    clock.instant().plus(wait)));
        }

        /** False when another office took the chunk over; then it records, not we. */
        private boolean record() {
            lastRecord = System.nanoTime();
            if (outcomes.isEmpty()) {
                return true;
            }
            boolean ours = office.inTransaction(tx -> {
                Instant now = clock.instant();
                if (!recipients.renew(tx, batch.chunk(), now.plus(NoticeDelivery.LEASE))) {
                    return false;
                }
                recipients.record(tx, notice.id(), outcomes, now);
                return true;
            });
            outcomes.clear();
            return ours;
        }
    }
}
