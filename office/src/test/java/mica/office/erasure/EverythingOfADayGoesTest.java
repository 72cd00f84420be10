package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.Receipt;
import mica.office.directory.PublishedStore.LinkReceipt;
import mica.office.visits.VisitRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A full dump of both databases, before and after: nothing that points to a visitor of the day is left. */
class EverythingOfADayGoesTest {

    /** What may name the day afterwards: that it was erased, what the office did on it, and that its service began on it. */
    private static final Set<String> TELLS_OF_IT = Set.of(
            "public.erasure",
            "public.erasure_key",
            "public.erasure_count",
            "public.erasure_certificate",
            "public.ledger_entry",
            "public.service_state");

    @TempDir
    Path folder;

    private ErasureWorld world;

    @BeforeEach
    void open() {
        world = new ErasureWorld(folder);
        world.job().runOnce();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void no_row_of_the_day_is_left_in_any_table_and_the_day_beside_it_is_whole() {
        List<VisitRef> gone = world.fill(DAY, 4);
        world.pass(1);
        List<VisitRef> kept = world.fill(DAY.plusDays(1), 3);
        List<VisitRef> all = new ArrayList<>(gone);
        all.addAll(kept);
        world.noticeTo(all);
        world.office.jdbi().useHandle(handle -> {
            handle.execute(
                    "update mail set state = 'ACCEPTED', finished_at = now(), sealed_recipient = null where id = ?",
                    gone.getFirst().id());
        });
        // Erased by its visitor: only the receipt is left of it.
        world.publisher.publishReceipts(
                List.of(new LinkReceipt(new byte[] {7, 7, 7}, new Receipt(Receipt.State.ERASED, DAY))));
        Set<String> tablesBefore = tablesWith(traces(gone));
        assertThat(tablesBefore)
                .contains("public.visit_20260412", "public.mail", "public.recipient", "directory.receipt");
        assertThat(tablesWith(List.of(hex("quarantined on " + DAY)))).containsExactly("public.quarantine");
        assertThat(tablesWith(List.of(hex("wrapped on " + DAY)))).containsExactly("public.seal_epoch");

        world.untilDue(DAY);
        world.job().runOnce();

        assertThat(tablesWith(traces(gone))).isEmpty();
        assertThat(tablesWith(List.of(hex("quarantined on " + DAY), hex("wrapped on " + DAY), "\\x070707")))
                .isEmpty();
        assertThat(tablesWith(List.of(DAY.toString()))).isSubsetOf(TELLS_OF_IT);
        assertThat(world.counts(DAY))
                .isEqualTo(Map.of(
                        "visits", 4L, "mails", 4L, "receipts", 5L, "quarantined", 1L, "recipients", 4L, "epochs", 1L));
        assertThat(tablesWith(traces(kept)))
                .contains("public.visit_20260413", "public.mail", "public.recipient", "directory.receipt");
        assertThat(world.count("select count(*) from visit")).isEqualTo(3);
        assertThat(world.count("select count(*) from recipient")).isEqualTo(3);
        assertThat(world.count("select sum(people) from notice_outcome")).isEqualTo(7);
        // The file of the authority is whole: the notice, and the case that it belongs to.
        assertThat(world.count("select count(*) from notice join infection_case c on c.id = case_id"))
                .isEqualTo(1);
    }

    @Test
    void what_comes_late_for_an_erased_day_goes_at_the_next_run() {
        world.untilDue(DAY);
        world.job().runOnce();
        world.office
                .jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into quarantine (quarantined_at, day, reason, bytes) values (now(), ?, 'late', 'late')",
                        DAY));

        world.job().runOnce();

        assertThat(world.count("select count(*) from quarantine")).isZero();
    }

    private Set<String> tablesWith(List<String> traces) {
        Set<String> tables = new TreeSet<>();
        world.dump().forEach((table, rows) -> {
            if (rows.stream().anyMatch(row -> traces.stream().anyMatch(row::contains))) {
                tables.add(table);
            }
        });
        return tables;
    }

    /** Everything by which a visit, its person or its seal could be found again. */
    private List<String> traces(List<VisitRef> visits) {
        List<String> traces = new ArrayList<>();
        for (int i = 0; i < visits.size(); i++) {
            VisitRef ref = visits.get(i);
            traces.add(ref.id().toString());
            traces.add(hex("sealed " + ref.id()));
            traces.add(HexFormat.of()
                    .formatHex(world.secrets.links().of(ref.id()).confirming().hash()));
            traces.add(world.secrets.links().of(ref.id()).text());
            if (world.keys.days().contains(ref.day())) {
                traces.add(HexFormat.of()
                        .formatHex(world.secrets
                                .tags()
                                .maskedTag(EmailAddress.of("visitor" + i + "@example.jp"), ref.day(), ref.id())));
            }
        }
        return traces;
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }
}
