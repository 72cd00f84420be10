package mica.office.relay;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import mica.exchange.health.BackOff;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether one relay can be used: after trouble it is left alone, longer each time, and then one session tries it again.
 * Trouble is that it cannot be reached, and also that it greets and then takes nothing: see {@link Ground}. Threads share
 * it.
 */
final class RelayHealth {

    /**
     * When a relay that greets is in trouble: so many messages put off, of so many domains of recipients, and none taken
     * since the first of them. One message taken ends the count, so that greylisting, a full mailbox or a carrier that
     * asks for patience never is the relay's fault.
     */
    enum Ground {
        /** It refused a sender at MAIL, where it knows no recipient yet, or lost the line. */
        ITSELF(3, 1),
        /** 421, and 4.3.x of RFC 3463, a mail system's state; it may be repeating what one recipient's server said. */
        SYSTEM(10, 3),
        /** Whatever it says. */
        ANY(50, 5);

        private final int messages;
        private final int domains;

        Ground(int messages, int domains) {
            this.messages = messages;
            this.domains = domains;
        }

        private static Ground of(DeliveryOutcome.Deferred deferred) {
            Reply reply = deferred.reply();
            if (deferred.atSender() || reply.relayMissing()) {
                return ITSELF;
            }
            return reply.code() == 421 || reply.enhanced().startsWith("4.3.") ? SYSTEM : ANY;
        }
    }

    /** What was put off on one ground, or a stronger one, since a message was taken. */
    private static final class Streak {
        private final Set<String> domains = new HashSet<>();
        private int messages;

        private boolean isEnough(Ground ground, String domain) {
            messages++;
            if (domains.size() < ground.domains) {
                domains.add(domain);
            }
            return messages >= ground.messages && domains.size() >= ground.domains;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RelayHealth.class);
    private static final BackOff REST = new BackOff(Duration.ofSeconds(15), Duration.ofMinutes(5));
    /** A relay that restarts is back sooner. */
    private static final Duration LASTING_TROUBLE = Duration.ofMinutes(1);

    private final String name;
    private final LongSupplier nanos;
    private final Map<Ground, Streak> streaks = new EnumMap<>(Ground.class);
    private final ReplyTimes replyTimes;
    private int troubles;
    private long troubleSince;
    private @Nullable Long wellAt;
    private @Nullable Long failedAt;
    private String failure = "";
    private long restUntil;
    /** The trouble was not with the greeting, so that a greeting does not end it. */
    private boolean takesNothing;

    /** @param nanos as {@link System#nanoTime} */
    RelayHealth(String name, LongSupplier nanos) {
        this.name = name;
        this.nanos = nanos;
        this.replyTimes = new ReplyTimes(nanos);
    }

    /** How long its replies take. */
    ReplyTimes replyTimes() {
        return replyTimes;
    }

    String name() {
        return name;
    }

    /** How it is, for monitors. */
    synchronized Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Condition condition = condition();
        facts.put("state", condition.word());
        facts.put(Part.SAYS, says());
        if (wellAt != null) {
            facts.put("last_success_seconds", seconds(wellAt));
        }
        if (failedAt != null) {
            facts.put("failure", failure);
            facts.put("failure_seconds", seconds(failedAt));
        }
        replyTimes.slowest().ifPresent(slowest -> facts.put("slowest_reply_millis", slowest.toMillis()));
        return facts;
    }

    synchronized Condition condition() {
        if (troubles > 0) {
            boolean lasting = nanos.getAsLong() - troubleSince >= LASTING_TROUBLE.toNanos();
            return lasting ? Condition.DOWN : Condition.DEGRADED;
        }
        if (replyTimes.isTooSlow()) {
            return Condition.DOWN;
        }
        return replyTimes.isSlow() ? Condition.DEGRADED : Condition.WELL;
    }

    private String says() {
        if (wellAt == null && failedAt == null) {
            return "not asked yet";
        }
        if (troubles > 0) {
            return "in trouble";
        }
        if (replyTimes.isTooSlow()) {
            return "too slow";
        }
        return replyTimes.isSlow() ? "slow" : "usable";
    }

    /** Whether it was heard of within a time. */
    synchronized boolean isKnownFor(Duration time) {
        return wellAt != null && nanos.getAsLong() - wellAt < time.toNanos();
    }

    private long seconds(long since) {
        return Duration.ofNanos(nanos.getAsLong() - since).toSeconds();
    }

    /** How long it is to be left alone yet, in nanoseconds; 0 or less when it can be used. */
    synchronized long rest() {
        return troubles == 0 ? 0 : restUntil - nanos.getAsLong();
    }

    /** Lets one session try it after a rest, while the others stay away. False when it needs no trial, or has one. */
    synchronized boolean claimTrial() {
        if (troubles == 0 || rest() > 0) {
            return false;
        }
        restUntil = nanos.getAsLong() + REST.first().toNanos();
        return true;
    }

    /** The connections of many threads fail together: that is one trouble. @param trial whether it failed at its trial */
    synchronized void unreachable(String reason, boolean trial) {
        if (trial || rest() <= 0) {
            trouble(reason);
        }
    }

    /** That alone ends only the trouble of not being reached. */
    synchronized void greeted() {
        wellAt = takesNothing ? wellAt : Long.valueOf(nanos.getAsLong());
        if (troubles > 0 && !takesNothing) {
            well();
        }
    }

    /** Whether it greets, and still has to show that it takes a message. */
    synchronized boolean isDoubted() {
        return troubles > 0 && takesNothing;
    }

    /**
     * Learns what became of a message.
     *
     * @param domain the recipient's
     * @param trial whether the message was to show that the relay is well again
     */
    synchronized void note(DeliveryOutcome outcome, String domain, boolean trial) {
        switch (outcome) {
            case DeliveryOutcome.Accepted accepted -> well();
            case DeliveryOutcome.Refused refused -> {}
            case DeliveryOutcome.Deferred deferred ->
                putOff(Ground.of(deferred), domain, deferred.reply().status(), trial);
            case DeliveryOutcome.Uncertain uncertain -> putOff(Ground.ITSELF, domain, uncertain.why(), trial);
        }
    }

    private void putOff(Ground ground, String domain, String reason, boolean trial) {
        boolean enough = trial;
        for (Ground one : Ground.values()) {
            if (one.compareTo(ground) >= 0) {
                enough |= streaks.computeIfAbsent(one, any -> new Streak()).isEnough(one, domain);
            }
        }
        if (enough && (trial || rest() <= 0)) {
            takesNothing = true;
            trouble("takes nothing: " + reason);
        }
    }

    private void trouble(String reason) {
        failedAt = nanos.getAsLong();
        failure = reason;
        troubleSince = troubles == 0 ? failedAt : troubleSince;
        troubles++;
        Duration rest = REST.after(troubles);
        streaks.clear();
        restUntil = nanos.getAsLong() + rest.toNanos();
        LOG.warn("relay.in_trouble relay={} rest={} reason=\"{}\"", name, rest, reason);
    }

    private void well() {
        wellAt = nanos.getAsLong();
        if (troubles > 0) {
            LOG.info("relay.back relay={}", name);
        }
        troubles = 0;
        takesNothing = false;
        streaks.clear();
    }
}
