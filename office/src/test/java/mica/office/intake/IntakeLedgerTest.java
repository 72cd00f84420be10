package mica.office.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import mica.exchange.envelope.Envelope;
import mica.exchange.envelope.Erasure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeLedgerTest {

    @Test
    void what_is_set_aside_and_what_visitors_erase_is_counted_for_the_ledger(@TempDir Path folder) {
        try (IntakeWorld world = new IntakeWorld(folder)) {
            Envelope first = world.checkIn("one@example.jp", world.entrance);
            Envelope second = world.checkIn("one@example.jp", world.otherEntrance);
            world.put(first, second)
                    .put(world.checkIn("x@example.jp", world.unknownSpot()))
                    .put(new byte[100]);
            world.taken();
            world.erases(Erasure.Scope.ALL_VISITS, world.linkOf(first)).taken();
            world.erases(Erasure.Scope.ALL_VISITS, world.linkOf(first)).taken();
            world.wishesDone();

            assertThat(world.rows("select event || ' ' || sum(count) from ledger_tally group by event order by event"))
                    .containsExactly("ENVELOPES_QUARANTINED 2", "VISITS_ERASED 2");
        }
    }
}
