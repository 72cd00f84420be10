package mica.office.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** The pace of one provider. Guarded by itself. */
final class Flow {

    /** After a halving the mails already under way are refused too: they say nothing new. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** Without trouble the pace grows by a tenth of the first one every so often. */
    private static final Duration GROWING = Duration.ofSeconds(15);

    private static final Duration SHORTEST_REST = Duration.ofSeconds(10);
    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    /** Somebody who asked and never told: their connection is gone by then. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    /** Threads that asked for the time one after the other and come here the other way round differ by less. */
    private static final Duration JUMP = Duration.ofSeconds(1);

    private static final double SLOWEST = 0.2;

    private final Providers.Provider provider;
    private final Deque<Instant> underWay = new ArrayDeque<>();
    private double perSecond;
    private double atATime;
    /** What may go at once. */
    private double credit;

    private Instant creditedAt;
    private Instant halvedAt;
    private Instant grownAt;
    private Instant restUntil;
    private int halvings;
    /** Mails since this second began, to know what "half" is of for those without a bound. */
    private long second;

    private int thisSecond;
    private int lastSecond;
    private Instant seen;

    Flow(Providers.Provider provider, Instant now) {
        this.provider = provider;
        this.perSecond = provider.perSecond();
        this.atATime = provider.atATime();
        this.credit = burst();
        this.creditedAt = now;
        this.halvedAt = now;
        this.grownAt = now;
        this.restUntil = now;
        this.seen = now;
    }

    synchronized Pace.Verdict ask(Instant now) {
        follow(now);
        forget(now);
        if (now.isBefore(restUntil)) {
            return new Pace.Verdict.NotBefore(restUntil);
        }
        grow(now);
        refill(now);
        if (underWay.size() >= Math.max(1, (int) atATime)) {
            return new Pace.Verdict.NotBefore(now.plusMillis(100));
        }
        if (credit < 1) {
            long millis = (long) Math.ceil((1 - credit) / perSecond * 1_000);
            return new Pace.Verdict.NotBefore(now.plusMillis(millis));
        }
        credit--;
        underWay.addLast(now);
        count(now);
        return new Pace.Verdict.Go();
    }

    /** @param trouble whether the provider asked for patience with all mails */
    synchronized void tell(boolean trouble, Instant now) {
        follow(now);
        underWay.pollFirst();
        if (!trouble) {
            return;
        }
        if (halvings > 0 && now.isBefore(halvedAt.plus(SETTLING))) {
            return;
        }
        double used = Math.max(thisSecond, lastSecond);
        perSecond = Math.max(SLOWEST, Math.min(perSecond, Math.max(used, 1)) / 2);
        atATime = Math.max(1, Math.min(atATime, Math.max(underWay.size() + 1, 2)) / 2);
        credit = Math.min(credit, 1);
        creditedAt = now;
        halvedAt = now;
        Duration rest = SHORTEST_REST.multipliedBy(1L << Math.min(halvings, 6));
        restUntil = now.plus(rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST);
        grownAt = restUntil;
        halvings++;
    }

    /** A clock that was put back takes everything here with it: nobody waits until it has caught up. */
    private void follow(Instant now) {
        Duration back = Duration.between(now, seen);
        seen = now;
        if (back.compareTo(JUMP) < 0) {
            return;
        }
        creditedAt = creditedAt.minus(back);
        halvedAt = halvedAt.minus(back);
        grownAt = grownAt.minus(back);
        restUntil = restUntil.minus(back);
        for (int i = underWay.size(); i > 0; i--) {
            underWay.addLast(underWay.removeFirst().minus(back));
        }
    }

    private void grow(Instant now) {
        if (halvings == 0) {
            return;
        }
        long steps = Duration.between(grownAt, now).dividedBy(GROWING);
        if (steps <= 0) {
            return;
        }
        grownAt = grownAt.plus(GROWING.multipliedBy(steps));
        // Those without a bound of their own double; a tenth of "any number" would be all at once.
        double step = provider.shared() ? steps * provider.perSecond() / 10 : perSecond * (Math.pow(2, steps) - 1);
        perSecond = Math.min(provider.perSecond(), perSecond + step);
        double more = provider.shared() ? steps * Math.max(1, provider.atATime() / 10.0) : atATime * steps;
        atATime = Math.min(provider.atATime(), atATime + more);
        if (perSecond >= provider.perSecond() && atATime >= provider.atATime()) {
            halvings = 0;
        }
    }

    private void refill(Instant now) {
        if (!now.isAfter(creditedAt)) {
            return;
        }
        double seconds = Duration.between(creditedAt, now).toMillis() / 1_000.0;
        credit = Math.min(burst(), credit + seconds * perSecond);
        creditedAt = now;
    }

    /** A quarter of a second's worth may go at once. */
    private double burst() {
        return Math.max(1, perSecond / 4);
    }

    private void forget(Instant now) {
        while (!underWay.isEmpty() && underWay.getFirst().isBefore(now.minus(FORGOTTEN))) {
            underWay.removeFirst();
        }
    }

    private void count(Instant now) {
        if (now.getEpochSecond() != second) {
            lastSecond = now.getEpochSecond() == second + 1 ? thisSecond : 0;
            thisSecond = 0;
            second = now.getEpochSecond();
        }
        thisSecond++;
    }

    /** Whether nothing would be lost by forgetting it. */
    synchronized boolean isIdle(Instant now) {
        forget(now);
        grow(now);
        return underWay.isEmpty() && halvings == 0 && now.isAfter(creditedAt.plusSeconds(2));
    }
}
