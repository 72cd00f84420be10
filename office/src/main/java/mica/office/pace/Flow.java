package mica.office.pace;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import mica.exchange.health.BackOff;

/** The pace of one provider. Guarded by itself. */
final class Flow {

    /** After a halving the mails already under way are refused too: they say nothing new. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** Without trouble the pace grows by a tenth of the first one every so often. */
    private static final Duration GROWING = Duration.ofSeconds(15);

    private static final BackOff REST = new BackOff(Duration.ofSeconds(10), Duration.ofMinutes(10));

    /** Somebody who asked and never told: their connection is gone by then. */
    private static final Duration FORGOTTEN = Duration.ofMinutes(15);

    /** Threads that asked for the time one after the other and come here the other way round differ by less. */
    private static final Duration JUMP = Duration.ofSeconds(1);

    private static final double SLOWEST = 0.2;

    /** So much goes at once when somebody was told to wait for it: worth coming back for. */
    private static final double BATCH_SECONDS = 2;

    /** Who was told when to come back and is later than this has gone elsewhere. */
    private static final Duration NO_SHOW = Duration.ofSeconds(5);

    /** A slowed pace may grow meanwhile, so nobody is sent away for longer. */
    private static final Duration LONGEST_WAIT_WHILE_SLOW = Duration.ofSeconds(60);

    /** Of what urgent mails would take, so much is left to the others: they wait, but not for ever. */
    private static final double SHARE = 0.2;

    /** A session with mails of this provider under way. */
    private record Busy(int mails, Instant since) {}

    private final Providers.Provider provider;
    private final Map<Object, Busy> sessions = new HashMap<>();
    /** Urgent mails that wait, and when they were told to come back. */
    private final Map<UUID, Instant> urgent = new LinkedHashMap<>();

    private double perSecond;
    private double atATime;
    /** What may go at once. */
    private double credit;
    /** What may go at once of the mails that are not urgent, whoever waits. */
    private double share;

    private Instant creditedAt;
    private Instant halvedAt;
    private Instant grownAt;
    private Instant restUntil;
    /** Up to here its time is given to those who were told to come back. */
    private Instant promised;

    private Instant awaitedUntil;
    private Instant tidyAt;
    private Instant seen;
    private int halvings;
    /** Mails since this second began, to know what "half" is of for those without a bound. */
    private long second;

    private int thisSecond;
    private int lastSecond;

    Flow(Providers.Provider provider, Instant now) {
        this.provider = provider;
        this.perSecond = provider.perSecond();
        this.atATime = provider.atATime();
        this.credit = burst();
        this.creditedAt = now;
        this.halvedAt = now;
        this.grownAt = now;
        this.restUntil = now;
        this.promised = now;
        this.awaitedUntil = now;
        this.tidyAt = now;
        this.seen = now;
    }

    /** @param session over which it would go; those of one session go one after the other */
    synchronized Pace.Outcome ask(Object session, Instant now) {
        refresh(now);
        // Its share goes although somebody waits, and is missing from what they get next.
        boolean owed = share >= 1;
        Instant next = next(session, owed ? 0 : urgent.size(), owed, now);
        if (next.isAfter(now)) {
            return new Pace.Outcome.NotBefore(next);
        }
        share = Math.max(0, share - 1);
        return go(session, now);
    }

    /** Before all that is not urgent. */
    synchronized Pace.Outcome askUrgently(Object session, UUID mail, Instant now) {
        refresh(now);
        Instant next = next(session, 0, false, now);
        if (!next.isAfter(now)) {
            urgent.remove(mail);
            return go(session, now);
        }
        if (!urgent.containsKey(mail)) {
            // Those before it go first.
            next = next.plusMillis((long) (urgent.size() / perSecond * 1_000));
        }
        urgent.put(mail, next);
        return new Pace.Outcome.NotBefore(next);
    }

    private Pace.Outcome go(Object session, Instant now) {
        credit--;
        sessions.merge(session, new Busy(1, now), (before, one) -> new Busy(before.mails() + 1, now));
        count(now);
        return new Pace.Outcome.Go();
    }

    /** When a mail may go. @param before so many others go first @param owed whether it goes even without credit */
    private Instant next(Object session, int before, boolean owed, Instant now) {
        if (now.isBefore(restUntil)) {
            return restUntil;
        }
        int kept = before > 0 ? 1 : 0;
        if (!sessions.containsKey(session) && sessions.size() >= places() - kept) {
            return now.plusMillis(100);
        }
        double missing = 1 + before - credit;
        if (missing <= 0 || owed) {
            return now;
        }
        return now.plusMillis(Math.max(1, (long) Math.ceil(missing / perSecond * 1_000)));
    }

    private int places() {
        return Math.max(1, (int) atATime);
    }

    /** How many that are not urgent could go now. */
    synchronized int room(Instant now) {
        refresh(now);
        if (now.isBefore(restUntil) || sessions.size() >= places()) {
            return 0;
        }
        return (int) Math.max(Math.max(0, credit - urgent.size()), share);
    }

    /**
     * When some of those who wait may go, as many as are worth coming back for; they count as the next ones from now on.
     */
    synchronized Instant book(int people, Instant now) {
        refresh(now);
        Instant from = promised.isAfter(restUntil) ? promised : restUntil;
        from = from.isAfter(now) ? from : now;
        promised = from.plusMillis((long) Math.ceil(Math.min(people, batch()) / perSecond * 1_000));
        Instant at = promised;
        if (halvings > 0 && at.isAfter(now.plus(LONGEST_WAIT_WHILE_SLOW))) {
            long spread = Math.floorMod(at.toEpochMilli(), LONGEST_WAIT_WHILE_SLOW.toMillis() / 2);
            at = now.plus(LONGEST_WAIT_WHILE_SLOW).minusMillis(spread);
        }
        awaitedUntil = awaitedUntil.isAfter(at.plus(NO_SHOW)) ? awaitedUntil : at.plus(NO_SHOW);
        return at;
    }

    /** @param trouble whether the provider asked for patience with all mails */
    synchronized void tell(Object session, boolean trouble, Instant now) {
        follow(now);
        int busy = sessions.size();
        sessions.computeIfPresent(
                session, (key, before) -> before.mails() == 1 ? null : new Busy(before.mails() - 1, before.since()));
        if (!trouble) {
            return;
        }
        if (halvings > 0 && now.isBefore(halvedAt.plus(SETTLING))) {
            return;
        }
        double used = Math.max(thisSecond, lastSecond);
        perSecond = Math.max(SLOWEST, Math.min(perSecond, Math.max(used, 1)) / 2);
        atATime = Math.max(1, Math.min(atATime, Math.max(busy, 2)) / 2);
        // One that tries it when the rest is over.
        credit = 1;
        share = 0;
        creditedAt = now;
        halvedAt = now;
        restUntil = now.plus(REST.after(halvings + 1));
        promised = restUntil;
        grownAt = restUntil;
        halvings++;
    }

    private void refresh(Instant now) {
        follow(now);
        if (!now.isBefore(tidyAt)) {
            sessions.values().removeIf(busy -> busy.since().isBefore(now.minus(FORGOTTEN)));
            urgent.values().removeIf(at -> at.isBefore(now.minus(NO_SHOW)));
            tidyAt = now.plusSeconds(1);
        }
        if (!now.isBefore(restUntil)) {
            grow(now);
            refill(now);
        }
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
        promised = promised.minus(back);
        awaitedUntil = awaitedUntil.minus(back);
        tidyAt = tidyAt.minus(back);
        urgent.replaceAll((mail, at) -> at.minus(back));
        sessions.replaceAll(
                (session, busy) -> new Busy(busy.mails(), busy.since().minus(back)));
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
        Instant from = creditedAt.isAfter(restUntil) ? creditedAt : restUntil;
        double gained = Duration.between(from, now).toMillis() / 1_000.0 * perSecond;
        if (gained <= 0) {
            return;
        }
        creditedAt = now;
        boolean awaited = now.isBefore(awaitedUntil) || !urgent.isEmpty();
        double most = awaited ? 2 * batch() : burst();
        credit = Math.min(most, credit + gained);
        if (credit == most) {
            // Nobody came for it: those who were promised it are not there any more.
            promised = now;
        }
        share = urgent.isEmpty() ? 0 : Math.min(batch() * SHARE + 1, share + gained * SHARE);
    }

    /** A quarter of a second's worth may go at once when nobody waits. */
    private double burst() {
        return Math.max(1, perSecond / 4);
    }

    private double batch() {
        return Math.max(1, perSecond * BATCH_SECONDS);
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
        boolean quiet = now.isAfter(creditedAt.plusSeconds(2));
        refresh(now);
        return quiet && sessions.isEmpty() && urgent.isEmpty() && halvings == 0 && now.isAfter(awaitedUntil);
    }
}
