package mica.front.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import mica.exchange.directory.OfficeSign;
import mica.exchange.health.Condition;
import mica.exchange.health.Health;
import mica.exchange.health.Part;
import mica.exchange.health.Pulses;
import mica.exchange.record.UnreadableRecordException;
import mica.front.directory.Directory;
import mica.front.mailbox.Mailbox;

/** The parts of the public zone. */
public final class FrontParts {

    /** The office gives a sign every fifteen seconds. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(75);

    private final Directory directory;
    private final Mailbox mailbox;
    private final InstantSource clock;

    public FrontParts(Directory directory, Mailbox mailbox, InstantSource clock) {
        this.directory = directory;
        this.mailbox = mailbox;
        this.clock = clock;
    }

    /** What is needed to take a check-in. */
    public List<Health.HealthQuestion> taking() {
        return List.of(
                new Health.HealthQuestion("exchange", this::exchange),
                new Health.HealthQuestion("keys", this::keys),
                new Health.HealthQuestion("mailbox", () -> mailbox.taking()));
    }

    /** What is needed beside it, so that somebody receives what was taken. */
    public List<Health.HealthQuestion> beyond(Pulses pulses) {
        return List.of(new Health.HealthQuestion("office", this::office), pulses.question());
    }

    private Part exchange() {
        boolean answers = directory.answers();
        return Part.of("exchange", answers ? Condition.WELL : Condition.DOWN, answers ? "up" : "down");
    }

    /** Without today's keys nothing can be taken; tomorrow's are told the day before. */
    private Part keys() {
        Instant now = clock.instant();
        Mailbox.KeyState today = mailbox.keysAt(now);
        Mailbox.KeyState tomorrow = mailbox.keysAt(now.plus(Duration.ofDays(1)));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("today", word(today));
        facts.put("tomorrow", word(tomorrow));
        return new Part("keys", condition(today, Condition.DOWN).worse(condition(tomorrow, Condition.DEGRADED)), facts);
    }

    private static Condition condition(Mailbox.KeyState state, Condition without) {
        return switch (state) {
            case TRUSTED -> Condition.WELL;
            case MISSING, REFUSED -> without;
        };
    }

    private static String word(Mailbox.KeyState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private Part office() {
        Optional<OfficeSign> sign;
        try {
            sign = directory.officeSign();
        } catch (UnreadableRecordException newer) {
            return Part.of("office", Condition.DEGRADED, "not understood");
        }
        if (sign.isEmpty()) {
            return Part.of("office", Condition.DEGRADED, "not heard yet");
        }
        boolean silent = sign.get().age().compareTo(LONGEST_SILENCE) > 0;
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("last_sign_seconds", sign.get().age().toSeconds());
        facts.put(Part.SAYS, silent ? "silent" : sign.get().condition().word());
        // What is wrong within the office is its own monitor's to tell.
        Condition heard = sign.get().condition() == Condition.WELL ? Condition.WELL : Condition.DEGRADED;
        return new Part("office", silent ? Condition.DOWN : heard, facts);
    }
}
