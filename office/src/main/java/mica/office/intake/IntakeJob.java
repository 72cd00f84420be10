package mica.office.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import mica.exchange.database.OneByOne;
import mica.exchange.database.Outage;
import mica.exchange.envelope.CheckIn;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.EnvelopeKind;
import mica.exchange.envelope.EpochAnnouncement;
import mica.exchange.envelope.Erasure;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.MalformedEnvelopeException;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import mica.exchange.log.Repeats;
import mica.exchange.seal.KeyPurpose;
import mica.office.directory.PublishedStore;
import mica.office.directory.PublishedStore.LinkReceipt;
import mica.office.keys.Opener;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains the mailbox: takes envelopes, opens what it may, stores, and only then lets them go. The office's transaction
 * commits before the exchange's, so that a crash between them repeats envelopes and never loses one; every receiver
 * bears repetition. Any number of offices may run it side by side.
 */
public final class IntakeJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeJob.class);
    private static final int CHUNK = 500;
    private static final Duration PAUSE = Duration.ofMillis(150);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(2);

    private final Jdbi office;
    private final MailboxStore mailbox;
    private final Opener formOpener;
    private final EpochIntake epochs;
    private final CheckInIntake checkIns;
    private final LinkIntake links;
    private final Map<EnvelopeKind, Receiver> receivers;
    private final PublishedStore publisher;
    private final Quarantine quarantine;
    private final Pulse pulse = new Pulse("intake", Duration.ofMinutes(2));
    private final LongAdder setAside = new LongAdder();
    private final Repeats repeats = new Repeats();
    private @Nullable Thread thread;

    // Of one round after another, which one thread does.
    private final Handled handled = new Handled();
    private final List<LinkReceipt> unpublished = new ArrayList<>();

    IntakeJob(
            Jdbi office,
            MailboxStore mailbox,
            Opener formOpener,
            EpochIntake epochs,
            CheckInIntake checkIns,
            LinkIntake links,
            Map<EnvelopeKind, Receiver> receivers,
            PublishedStore publisher,
            Quarantine quarantine) {
        this.office = office;
        this.mailbox = mailbox;
        this.formOpener = formOpener;
        this.epochs = epochs;
        this.checkIns = checkIns;
        this.links = links;
        this.receivers = Map.copyOf(receivers);
        this.publisher = publisher;
        this.quarantine = quarantine;
    }

    /** Starts draining until closed. */
    public void start() {
        thread = pulse.start(Thread.ofPlatform(), this::run);
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(pulse);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
            try {
                thread.join(Duration.ofSeconds(10));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Duration pause = PAUSE;
                try {
                    pulse.begin();
                    int taken = drainOnce();
                    pulse.well();
                    if (taken >= CHUNK) {
                        continue;
                    }
                } catch (RuntimeException failed) {
                    if (Thread.currentThread().isInterrupted()) {
                        return;
                    }
                    pulse.failed(failed);
                    repeats.note(failed.getClass().getSimpleName(), 1, (type, times) -> {
                        LOG.error("intake.failed times={}", times, failed);
                    });
                    pause = PAUSE_AFTER_FAILURE;
                }
                repeats.sayDue();
                quarantine.sayDue();
                Thread.sleep(pause);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Takes one chunk and answers how many envelopes it held. For the job's loop and for tests. */
    public int drainOnce() {
        publishLeft();
        // The receipts go out with the envelopes, in the exchange's own transaction.
        int taken = mailbox.take(CHUNK, envelopes -> {
            receive(handled.without(envelopes));
            publisher.publishReceipts(unpublished);
        });
        unpublished.clear();
        handled.clear();
        int waited = quarantine.takeWaiting(office, CHUNK, this::receive);
        publishLeft();
        return taken + waited;
    }

    /** How many envelopes and receipts were set aside because of what they are, while their neighbours went on. */
    public long setAside() {
        return setAside.sum();
    }

    private void receive(List<byte[]> envelopes) {
        List<CheckInIntake.Arrival> arrivals = new ArrayList<>();
        List<Envelope> others = new ArrayList<>();
        List<Unusable> junk = new ArrayList<>();
        for (byte[] bytes : envelopes) {
            sort(bytes, arrivals, others, junk);
        }
        quarantine(junk);
        OneByOne.work(
                arrivals,
                some -> {
                    unpublished.addAll(office.inTransaction(tx -> checkIns.receive(
                            tx, some, (same, envelope, why) -> quarantine.put(same, envelope.toBytes(), why))));
                    handled.addAll(
                            some.stream().map(CheckInIntake.Arrival::envelope).toList());
                },
                (arrival, why) -> setAside(arrival.envelope(), why));
        OneByOne.each(
                others,
                envelope -> {
                    unpublished.addAll(receive(envelope));
                    handled.add(envelope.toBytes());
                },
                this::setAside);
    }

    /** The receipts of what is stored, where the exchange did not take them together with the envelopes. */
    private void publishLeft() {
        OneByOne.work(List.copyOf(unpublished), publisher::publishReceipts, (receipt, why) -> noteSetAside(why));
        unpublished.clear();
    }

    /** What cannot be stored keeps nobody else; someone must look at it. */
    private void setAside(Envelope envelope, RuntimeException why) {
        noteSetAside(why);
        quarantine(List.of(new Unusable(
                envelope.toBytes(),
                new RefusedEnvelopeException("failed: " + why.getClass().getSimpleName()))));
    }

    private void noteSetAside(RuntimeException why) {
        setAside.increment();
        pulse.setAside();
        repeats.note(
                "aside " + why.getClass().getSimpleName(),
                1,
                (type, times) -> LOG.error("intake.set_aside what=\"{}\" times={}", type, times));
    }

    private record Unusable(byte[] bytes, RefusedEnvelopeException why) {}

    private void sort(byte[] bytes, List<CheckInIntake.Arrival> arrivals, List<Envelope> others, List<Unusable> junk) {
        try {
            if (EpochAnnouncement.isOne(bytes)) {
                EpochAnnouncement announcement = EpochAnnouncement.fromBytes(bytes);
                office.useTransaction(tx -> epochs.receive(tx, announcement));
                handled.add(bytes);
                return;
            }
            Envelope envelope = Envelope.fromBytes(bytes);
            if (envelope.kind() == EnvelopeKind.CHECK_IN) {
                arrivals.add(new CheckInIntake.Arrival(envelope, CheckIn.fromBytes(envelope.open())));
            } else {
                others.add(envelope);
            }
        } catch (MalformedEnvelopeException | RefusedEnvelopeException unusable) {
            junk.add(new Unusable(bytes, refusal(unusable)));
        } catch (RuntimeException refused) {
            if (!Outage.isOfContent(refused)) {
                throw refused;
            }
            noteSetAside(refused);
            junk.add(new Unusable(
                    bytes,
                    new RefusedEnvelopeException("failed: " + refused.getClass().getSimpleName())));
        }
    }

    private List<LinkReceipt> receive(Envelope envelope) {
        try {
            return office.inTransaction(tx -> receive(tx, envelope));
        } catch (RefusedEnvelopeException | MalformedEnvelopeException unusable) {
            quarantine(List.of(new Unusable(envelope.toBytes(), refusal(unusable))));
            return List.of();
        }
    }

    private List<LinkReceipt> receive(Handle tx, Envelope envelope) {
        ArrivedRows rows = ArrivedRows.lock(tx, epochs.epochs(), List.of(envelope));
        rows.check(envelope);
        byte[] content = formOpener
                .open(
                        envelope.day(),
                        KeyPurpose.FORM,
                        envelope.seal(KeyPurpose.FORM),
                        envelope.associated(KeyPurpose.FORM))
                .orElseThrow(() -> new RefusedEnvelopeException("form seal does not open"));
        rows.mark(envelope);
        rows.store(tx);
        return switch (envelope.kind()) {
            case CONFIRMATION -> links.confirm(tx, token(content));
            case ERASURE -> links.erase(tx, Erasure.fromBytes(content));
            case APPLICATION, WITHDRAWAL, SELF_CHECK -> {
                Receiver receiver = receivers.get(envelope.kind());
                if (receiver == null) {
                    throw new RefusedEnvelopeException("nobody takes " + envelope.kind());
                }
                receiver.receive(tx, content);
                yield List.of();
            }
            case CHECK_IN -> throw new IllegalStateException("check-ins go another way");
        };
    }

    private static LinkToken token(byte[] content) {
        try {
            return new LinkToken(content);
        } catch (IllegalArgumentException wrongLength) {
            throw new RefusedEnvelopeException("no link token inside");
        }
    }

    private static RefusedEnvelopeException refusal(RuntimeException unusable) {
        return unusable instanceof RefusedEnvelopeException refused
                ? refused
                : new RefusedEnvelopeException(String.valueOf(unusable.getMessage()));
    }

    /** In one commit, so that a flood of junk does not hold up what comes after it. */
    private void quarantine(List<Unusable> junk) {
        if (!junk.isEmpty()) {
            office.useTransaction(tx -> junk.forEach(unusable -> quarantine.put(tx, unusable.bytes(), unusable.why())));
            junk.forEach(unusable -> handled.add(unusable.bytes()));
        }
    }
}
