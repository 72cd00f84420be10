package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import mica.office.message.Octets;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import org.junit.jupiter.api.Test;

/** Claims, leases, windows and records of a whole notice in one thread, with everything around them drawn from a seed. */
class EngineInOneThreadTest {

    private static final int CHUNKS = 5;
    private static final int SIZE = 40;
    private static final int WINDOW = 7;
    private static final int LONG_ENOUGH = 20_000;

    private static MemoryWorld run(long seed) {
        MemoryWorld world = new MemoryWorld(seed, CHUNKS, SIZE);
        NoticeWorker office = office(world);
        Octets octets = new Octets(16);
        for (int i = 0; !world.isDone(); i++) {
            assertThat(i).as("rounds of seed " + seed).isLessThan(LONG_ENOUGH);
            try {
                if (office.work(world.id, world, octets, notice -> true) != NoticeWorker.ChunkEnd.WORKED) {
                    world.passes(Duration.ofSeconds(20));
                }
            } catch (MemoryWorld.Killed killed) {
                office = office(world);
            }
            world.passes(Duration.ofMillis(100));
        }
        return world;
    }

    private static NoticeWorker office(MemoryWorld world) {
        return new NoticeWorker(
                world,
                new Admission(tag -> false, new Pace(Providers.usual()), world::now),
                notice -> world,
                WINDOW,
                Recorder.inOneThread(world, world),
                world);
    }

    @Test
    void whatever_relay_and_offices_do_everybody_has_one_outcome_and_nobody_a_copy_after_it() {
        for (long seed = 0; seed < 100; seed++) {
            MemoryWorld world = run(seed);
            String states = world.states();
            assertThat(states).hasSize(CHUNKS * SIZE).matches("[arg]*");
            int unknownCopies = 0;
            for (int n = 0; n < states.length(); n++) {
                boolean accepted = states.charAt(n) == 'a';
                if (accepted) {
                    assertThat(world.copies(n)).as("copies of " + n).isPositive();
                }
                unknownCopies += world.copies(n) > (accepted ? 1 : 0) ? 1 : 0;
            }
            assertThat(world.uncertain()).as("kept of seed " + seed).isGreaterThanOrEqualTo(unknownCopies);
        }
    }

    @Test
    void the_same_seed_is_the_same_history() {
        List<String> history = run(7).history;
        assertThat(run(7).history).isEqualTo(history);
        assertThat(run(8).history).isNotEqualTo(history);
    }
}
