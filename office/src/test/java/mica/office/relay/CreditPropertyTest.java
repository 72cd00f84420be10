package mica.office.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import mica.office.relay.DeliveryOutcome.Accepted;
import mica.office.relay.DeliveryOutcome.Uncertain;
import mica.office.relay.WindowTest.Ability;
import org.junit.jupiter.api.Test;

/** Whatever a relay answers, and however its octets come in, nobody is credited with another one's answer. */
class CreditPropertyTest {

    private static final int RUNS = Integer.getInteger("mica.test.credit-runs", 150);
    private static final int SIZE = 12;
    private static final String[] FAULTS = {
        "450 4.2.1 later",
        "451 4.3.0 later",
        "452 4.3.1 full",
        "550 5.1.1 unknown",
        "552 5.3.4 large",
        "503 5.5.1 order",
        "530 5.7.0 sign in",
        "354 go on",
        "220 hello",
        "250-2.0.0 several\r\n250 2.0.0 lines",
        "250",
        "250-a\r\n550 b",
        "garbage",
        "999 what",
        "421 4.3.2 closing",
        FaultyRelay.DROP,
        FaultyRelay.TAKE_AND_DROP
    };

    @Test
    void a_relay_that_answers_anything_to_each_command_credits_and_blames_nobody_else() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            int often = 3 + random.nextInt(40);
            run(
                    seed,
                    random,
                    (step, usual) -> random.nextInt(often) == 0 ? FAULTS[random.nextInt(FAULTS.length)] : null,
                    true);
        }
    }

    @Test
    void a_relay_that_says_more_than_it_was_asked_credits_nobody_wrongly() {
        for (int seed = 0; seed < RUNS; seed++) {
            Random random = new Random(seed);
            int often = 5 + random.nextInt(60);
            run(
                    seed,
                    random,
                    (step, usual) -> {
                        if (random.nextInt(often) == 0) {
                            String more = random.nextBoolean() ? "250 2.0.0 more" : "452 4.3.1 more";
                            return random.nextBoolean() ? usual + "\r\n" + more : more + "\r\n" + usual;
                        }
                        boolean content = step.equals("BDAT") || step.equals(".") || step.equals("RCPT");
                        return content && random.nextInt(4) == 0 ? "452 4.3.1 full" : null;
                    },
                    false);
        }
    }

    private interface Mood {
        @org.jspecify.annotations.Nullable
        String answer(String step, String usual);
    }

    private static void run(int seed, Random random, Mood mood, boolean blames) {
        Ability ability = Ability.values()[random.nextInt(3)];
        try (FaultyRelay relay = FaultyRelay.start().offering(ability.offers)) {
            if (seed % 3 == 0) {
                relay.octetByOctet();
            }
            relay.scripted((step, address, usual) -> {
                synchronized (random) {
                    return step.equals("banner")
                                    || step.equals("EHLO") && relay.commands().size() <= 2
                            ? null
                            : mood.answer(step, usual);
                }
            });
            try (RelaySession session = relay.relay().session()) {
                session.ready();
                List<DeliveryOutcome> outcomes = session.deliver(WindowTest.window(SIZE, 0), () -> true);
                check(seed, ability, relay, outcomes, blames);
            }
        }
    }

    private static void check(
            int seed, Ability ability, FaultyRelay relay, List<DeliveryOutcome> outcomes, boolean blames) {
        assertThat(relay.received()).as("run %d %s", seed, ability).allSatisfy(WindowTest::isOwnMessage);
        Map<String, Long> taken = relay.received().stream()
                .map(FaultyRelay.Received::to)
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        for (int i = 0; i < SIZE; i++) {
            DeliveryOutcome outcome = outcomes.get(i);
            long copies = taken.getOrDefault(WindowTest.to(i).wireForm(), 0L);
            String about = "run %d %s person %d: %s, taken %d times".formatted(seed, ability, i, outcome, copies);
            assertThat(copies).as(about).isLessThanOrEqualTo(1);
            if (outcome instanceof Accepted) {
                assertThat(copies).as(about).isEqualTo(1);
            } else if (blames && !(outcome instanceof Uncertain)) {
                assertThat(copies).as(about).isZero();
            }
        }
    }
}
