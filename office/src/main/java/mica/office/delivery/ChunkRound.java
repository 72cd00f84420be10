package mica.office.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import mica.exchange.address.EmailAddress;
import mica.office.delivery.ChunkStore.ChunkAnswer;
import mica.office.delivery.ChunkStore.ChunkPerson;
import mica.office.delivery.ChunkStore.Trouble;
import mica.office.delivery.OutcomeStore.Counter;
import mica.office.delivery.OutcomeStore.PeopleCount;
import mica.office.keys.PersonTag;
import mica.office.message.Octets;
import mica.office.relay.DeliveryOutcome;
import mica.office.relay.Parcel;
import org.jspecify.annotations.Nullable;

/**
 * One pass through a chunk in hand, a window of people at a time: open, fill, store that their dots may leave, hand over,
 * and store what became of them together with the next window's dots. For one thread, once.
 */
final class ChunkRound {

    /** A window is closed when it holds so many octets, however few people they are. */
    private static final int LARGEST_WINDOW = 1 << 20;

    /** What the round is about. @param addressees empty when nobody is to be written to now */
    record RoundWork(
            ChunkStore.TakenChunk taken,
            Lease lease,
            Optional<Addressees> addressees,
            Map<Integer, Trouble> troubles,
            Admission admission,
            Turns turns,
            Letters letters) {}

    /** One of a window. @param dotBefore whether an earlier attempt is uncertain */
    private record Handed(int place, EmailAddress address, boolean dotBefore) {}

    private final RoundWork work;
    private final StateLine states;
    private final Carrier carrier;
    private final Octets octets;
    private final int windowSize;
    private final BooleanSupplier mayWrite;
    private final Recording recorder;
    private final EngineTime time;

    private final Set<PersonTag> written = new HashSet<>();
    private final List<Handed> window = new ArrayList<>();
    private final List<Parcel> parcels = new ArrayList<>();
    private final List<Trouble> troubles = new ArrayList<>();
    private final Map<Counter, PeopleCount> counters = new HashMap<>();
    private final Map<Integer, Trouble> known;
    /** The places of those who may have got a copy of which nobody knows. */
    private final BitSet uncertain = new BitSet();

    private int next;
    private int step;

    ChunkRound(
            RoundWork work,
            Carrier carrier,
            Octets octets,
            int windowSize,
            BooleanSupplier mayWrite,
            Recording recorder,
            EngineTime time) {
        this.work = work;
        this.states = work.taken().states();
        this.carrier = carrier;
        this.octets = octets;
        this.windowSize = windowSize;
        this.mayWrite = mayWrite;
        this.recorder = recorder;
        this.time = time;
        this.known = new HashMap<>(work.troubles());
        work.troubles().values().stream()
                .filter(Trouble::uncertain)
                .forEach(trouble -> uncertain.set(trouble.n() - work.taken().first()));
        for (int i = 0; i < states.size(); i++) {
            // Whoever had the chunk before ended without an answer for them.
            if (states.get(i) == RecipientState.DOT_SENT) {
                uncertain.set(i);
            }
        }
    }

    /** Ends the waiting of everyone: it is too late for them. */
    void expire() {
        for (int i = 0; i < states.size(); i++) {
            if (!states.get(i).isSettled()) {
                settle(i, RecipientState.EXPIRED, "");
            }
        }
        store(false);
    }

    /** False when the relay could not be used. */
    boolean run() {
        boolean relayThere = true;
        boolean goesOn = true;
        while (goesOn
                && work.addressees().isPresent()
                && mayWrite.getAsBoolean()
                && fill(work.addressees().get())) {
            relayThere = carrier.isReady();
            if (!relayThere) {
                tellNotSent();
                break;
            }
            markDots();
            ChunkAnswer answer = store(true);
            if (answer == ChunkAnswer.TAKEN_OVER) {
                tellNotSent();
                return true;
            }
            if (answer == ChunkAnswer.WRITTEN_AND_HELD_BACK || !mayWrite()) {
                takeDotsBack();
                goesOn = false;
            } else {
                relayThere = handOver();
                goesOn = relayThere;
            }
            forget();
        }
        forget();
        release();
        return relayThere;
    }

    private boolean mayWrite() {
        return work.lease().isGood() && mayWrite.getAsBoolean();
    }

    /** Opens and fills the next window. False when nobody is left. */
    private boolean fill(Addressees addressees) {
        while (next < states.size() && parcels.size() < windowSize && octets.length() < LARGEST_WINDOW) {
            int place = next++;
            RecipientState state = states.get(place);
            boolean heldBack = work.turns().isHeldBack(n(place));
            if (ClaimRules.isToWrite(state, known.get(n(place)), heldBack, time.now())) {
                add(addressees, place, state == RecipientState.DOT_SENT);
            }
        }
        return !parcels.isEmpty() || !counters.isEmpty();
    }

    private void add(Addressees addressees, int place, boolean dotBefore) {
        ChunkPerson person = addressees.person(n(place));
        Addressees.Opened opened = person == null ? null : addressees.open(person);
        if (person != null && opened == null) {
            settle(place, addressees.unopened(person), "");
            return;
        }
        // One copy a person, however many visits say they are theirs.
        if (person == null || opened == null || !written.add(opened.tag())) {
            settle(place, RecipientState.GONE, "");
            return;
        }
        Handed one = new Handed(place, opened.address(), dotBefore);
        switch (work.admission().ask(opened.address(), opened.tag(), carrier)) {
            case Admission.Outcome.Go go -> {
                parcels.add(work.letters().fill(person, opened.address(), octets, octets.length()));
                window.add(one);
            }
            case Admission.Outcome.Wait wait -> {
                note(one, attempts(one), Turns.PACED, time.now(), dotBefore);
                work.turns().waits(n(place), opened.address().domain());
                if (!dotBefore) {
                    states.move(place, RecipientState.DEFERRED);
                }
            }
            case Admission.Outcome.Dead dead -> {
                trouble(one, "dead address", null, dotBefore);
                settle(place, RecipientState.REFUSED, opened.address().domain());
            }
        }
    }

    private void markDots() {
        for (Handed one : window) {
            if (!one.dotBefore()) {
                states.move(one.place(), RecipientState.DOT_SENT);
            }
        }
    }

    private void takeDotsBack() {
        window.forEach(this::takeDotBack);
        tellNotSent();
    }

    private void tellNotSent() {
        window.forEach(one -> work.admission().tellNotSent(one.address(), carrier));
    }

    /** Who is uncertain from an earlier attempt stays so. */
    private void takeDotBack(Handed one) {
        if (!one.dotBefore()) {
            states.move(one.place(), RecipientState.QUEUED);
        }
    }

    /** False when something was not sent because the relay was lost. */
    private boolean handOver() {
        List<Parcel> placed =
                parcels.stream().map(parcel -> parcel.at(octets.array())).toList();
        List<DeliveryOutcome> outcomes = carrier.deliver(placed, this::mayWrite);
        boolean complete = true;
        for (int i = 0; i < outcomes.size(); i++) {
            complete &= note(window.get(i), outcomes.get(i));
        }
        return complete;
    }

    private boolean note(Handed one, DeliveryOutcome outcome) {
        String domain = one.address().domain();
        switch (outcome) {
            case DeliveryOutcome.Accepted accepted -> {
                work.admission().tell(one.address(), carrier, accepted.reply());
                settle(one.place(), RecipientState.ACCEPTED, domain);
            }
            case DeliveryOutcome.Refused refused -> {
                work.admission().tell(one.address(), carrier, refused.reply());
                trouble(one, refused.reply().status(), null, one.dotBefore());
                settle(one.place(), RecipientState.REFUSED, domain);
            }
            case DeliveryOutcome.Deferred deferred
            when deferred.reply().relayMissing() -> {
                work.admission().tellNotSent(one.address(), carrier);
                takeDotBack(one);
                return false;
            }
            case DeliveryOutcome.Deferred deferred -> {
                work.admission().tell(one.address(), carrier, deferred.reply());
                trouble(one, deferred.reply().status(), later(one), one.dotBefore());
                states.move(one.place(), RecipientState.DEFERRED);
            }
            case DeliveryOutcome.Uncertain uncertain -> {
                work.admission().tellNotSent(one.address(), carrier);
                trouble(one, "uncertain: " + uncertain.why(), later(one), true);
            }
        }
        return true;
    }

    private Instant later(Handed one) {
        return time.now()
                .plus(RecipientPatience.after(
                        attempts(one) + 1, work.taken().chunk().number()));
    }

    private int attempts(Handed one) {
        Trouble before = known.get(n(one.place()));
        return before == null ? 0 : before.attempts();
    }

    private void trouble(Handed one, String reply, @Nullable Instant nextAttempt, boolean copyMayBeThere) {
        note(one, attempts(one) + 1, reply, nextAttempt, copyMayBeThere);
    }

    private void note(Handed one, int attempts, String reply, @Nullable Instant nextAttempt, boolean copyMayBeThere) {
        int n = n(one.place());
        if (copyMayBeThere) {
            uncertain.set(one.place());
        }
        Trouble trouble =
                new Trouble(n, attempts, nextAttempt, reply, one.address().domain(), uncertain.get(one.place()));
        known.put(n, trouble);
        troubles.add(trouble);
    }

    private void settle(int place, RecipientState state, String domain) {
        states.move(place, state);
        counters.merge(new Counter(domain, state), new PeopleCount(1, uncertain.get(place) ? 1 : 0), PeopleCount::plus);
    }

    private int n(int place) {
        return work.taken().first() + place;
    }

    /** Nothing of an address outlives its window. */
    private void forget() {
        parcels.clear();
        window.clear();
        octets.clear();
    }

    /** Gives the chunk back: who was claimed and not written to is queued again. */
    private void release() {
        for (int i = 0; i < states.size(); i++) {
            if (states.get(i) == RecipientState.CLAIMED) {
                states.move(i, RecipientState.QUEUED);
            }
        }
        store(false);
    }

    private ChunkAnswer store(boolean held) {
        ChunkAnswer answer = recorder.write(
                new ChunkStore.Write(
                        work.taken().chunk(),
                        ++step,
                        states.toString(),
                        waiting(),
                        states.isDone(),
                        held,
                        nextAttempt(held),
                        List.copyOf(troubles),
                        Map.copyOf(counters)),
                work.lease());
        troubles.clear();
        counters.clear();
        return answer;
    }

    private ChunkStore.UnsettledCounts waiting() {
        int unsettled = 0;
        int inFlight = 0;
        for (int i = 0; i < states.size(); i++) {
            if (uncertain.get(i)) {
                unsettled += states.get(i).isSettled() ? 0 : 1;
            } else {
                inFlight += states.get(i) == RecipientState.DOT_SENT ? 1 : 0;
            }
        }
        return new ChunkStore.UnsettledCounts(states.count(RecipientState.DEFERRED), unsettled, inFlight);
    }

    /** For those who can be written to at once it does not depend on a clock, which may be wrong today and right tomorrow. */
    private Instant nextAttempt(boolean held) {
        Instant earliest = time.now().plus(Duration.ofDays(365));
        Instant turn = held ? earliest : work.turns().next();
        earliest = turn.isBefore(earliest) ? turn : earliest;
        for (int i = 0; i < states.size(); i++) {
            RecipientState state = states.get(i);
            if (!state.isSettled() && !work.turns().isHeldBack(n(i))) {
                Trouble trouble = known.get(n(i));
                Instant next = trouble == null ? null : trouble.nextAttemptAt();
                boolean waits = state == RecipientState.DEFERRED || state == RecipientState.DOT_SENT;
                Instant at = waits && next != null ? next : Instant.EPOCH;
                earliest = at.isBefore(earliest) ? at : earliest;
            }
        }
        return earliest;
    }
}
