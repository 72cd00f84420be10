package mica.office.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import mica.office.notice.NoticeState;

/**
 * How far a notice is, from the kept counters.
 *
 * @param recipients so far
 * @param fixed whether those are all
 * @param deferred refused for now and to be tried again; part of {@link #toDo}
 * @param open who may have got a copy of which nobody knows, and has no outcome; part of {@link #toDo}
 */
public record Progress(int recipients, boolean fixed, int deferred, int open, List<OutcomeCount> lines) {

    /** Smaller groups are shown together: a domain of one's own is almost a name. */
    public static final int SMALLEST_DOMAIN = 5;

    public static final String OTHER_DOMAINS = "";

    /** @param uncertain those of the people who may have got a copy of which nobody knows, before this outcome */
    public record OutcomeCount(
            String mailDomain, RecipientState outcome, int people, int uncertain, Instant firstAt, Instant lastAt) {}

    /** The settled people of one mail domain. */
    public record Domain(String name, int accepted, int refused, int people) {}

    int of(RecipientState outcome) {
        return lines.stream()
                .filter(line -> line.outcome() == outcome)
                .mapToInt(OutcomeCount::people)
                .sum();
    }

    public int accepted() {
        return of(RecipientState.ACCEPTED);
    }

    public int refused() {
        return of(RecipientState.REFUSED);
    }

    public int gone() {
        return of(RecipientState.GONE);
    }

    /** Whose address no key opened, though nobody erased it. */
    public int keysMissing() {
        return of(RecipientState.KEYS_MISSING);
    }

    public int expired() {
        return of(RecipientState.EXPIRED);
    }

    /** Who was sent to again and accepted then: they have one copy and may have more. */
    public int severalCopies() {
        return uncertain(true);
    }

    /** Whom an uncertain attempt reached or not, and who are not tried again. */
    public int unknown(NoticeState state) {
        return uncertain(false) + (state.isOver() ? open : 0);
    }

    /** Whom an uncertain attempt reached or not, and who are tried again. */
    public int openStill(NoticeState state) {
        return state.isOver() ? 0 : open;
    }

    /** Who was written to, as far as anybody knows. */
    public boolean reachedSomebody() {
        return accepted() + uncertain(false) + open > 0;
    }

    private int uncertain(boolean accepted) {
        return lines.stream()
                .filter(line -> (line.outcome() == RecipientState.ACCEPTED) == accepted)
                .mapToInt(OutcomeCount::uncertain)
                .sum();
    }

    public int settled() {
        return lines.stream().mapToInt(OutcomeCount::people).sum();
    }

    public int toDo() {
        return recipients - settled();
    }

    public int percent() {
        return recipients == 0 ? 100 : (int) (100L * settled() / recipients);
    }

    public Optional<Instant> firstAccepted() {
        return lines.stream()
                .filter(line -> line.outcome() == RecipientState.ACCEPTED)
                .map(OutcomeCount::firstAt)
                .min(Instant::compareTo);
    }

    public Optional<Instant> lastAccepted() {
        return lines.stream()
                .filter(line -> line.outcome() == RecipientState.ACCEPTED)
                .map(OutcomeCount::lastAt)
                .max(Instant::compareTo);
    }

    /** The domains in which people were written to, the largest first, small ones together at the end. */
    public List<Domain> domains() {
        Map<String, Domain> byName = new TreeMap<>();
        for (OutcomeCount line : lines) {
            if (line.mailDomain().isEmpty()) {
                continue;
            }
            byName.merge(line.mailDomain(), domain(line), Progress::sum);
        }
        List<Domain> domains = new ArrayList<>();
        Domain others = new Domain(OTHER_DOMAINS, 0, 0, 0);
        for (Domain domain : byName.values()) {
            if (domain.people() >= SMALLEST_DOMAIN) {
                domains.add(domain);
            } else {
                others = sum(others, domain);
            }
        }
        domains.sort((a, b) -> b.people() - a.people());
        if (others.people() > 0) {
            domains.add(others);
        }
        return domains;
    }

    private static Domain domain(OutcomeCount line) {
        return new Domain(
                line.mailDomain(),
                line.outcome() == RecipientState.ACCEPTED ? line.people() : 0,
                line.outcome() == RecipientState.REFUSED ? line.people() : 0,
                line.people());
    }

    private static Domain sum(Domain a, Domain b) {
        return new Domain(a.name(), a.accepted() + b.accepted(), a.refused() + b.refused(), a.people() + b.people());
    }
}
