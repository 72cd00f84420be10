package mica.office.imports;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import mica.exchange.health.Pulses;
import mica.office.officers.Role;
import mica.office.web.TestConsole;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A line of an import that looks right and that the database refuses, among others. */
class PoisonLineTest {

    private TestConsole console;
    private TestConsole.Browser reviewer;

    @BeforeEach
    void start() {
        console = new TestConsole();
        reviewer = console.signedIn(Role.REVIEWER);
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private UUID started(int lines, int... poison) {
        StringBuilder csv = new StringBuilder("店名,住所\r\n");
        for (int i = 1; i <= lines; i++) {
            int number = i;
            boolean bad = Arrays.stream(poison).anyMatch(one -> one == number);
            csv.append(bad ? "毒の店" : "よい店").append(i).append(",福井市1-").append(i).append("\r\n");
        }
        byte[] file = csv.toString().getBytes(StandardCharsets.UTF_8);
        ImportMapping mapping =
                ImportMapping.guess(((CsvTable.Outcome.Read) CsvTable.read(file)).table(), "restaurant");
        UUID officer =
                requireNonNull(console.officerOf.get(Role.REVIEWER)).officer().id();
        return ((VenueImport.Starting.Started) console.imports.start("poison.csv", file, mapping, false, officer)).id();
    }

    private void execute(String sql) {
        console.office.jdbi().useHandle(handle -> handle.execute(sql));
    }

    private VenueImport.ImportProgress progress(UUID id) {
        return console.imports.progress(id).orElseThrow();
    }

    @Test
    void lines_that_the_database_refuses_are_set_aside_and_told_and_keep_none_of_the_others_out() {
        execute("alter table venue add constraint no_poison check (name not like '毒%')");
        ImportJob job = new ImportJob(console.imports);
        UUID id = started(230, 7, 150, 151);
        console.imports.resume();
        assertThat(progress(id)).isEqualTo(new VenueImport.ImportProgress(true, 230, 230, 227));
        assertThat(console.venues.search("よい店", null, null, 300)).hasSize(227);

        String page = reviewer.get("/imports/" + id).body();
        assertThat(page).contains("230行のうち227店舗", "登録できない行（3行）");
        assertThat(reviewer.get("/imports/" + id + "/report.csv").body())
                .contains("\r\n8,,問題あり,店舗・施設の名称：この行は登録できませんでした")
                .contains("\r\n151,,問題あり", "\r\n152,,問題あり");
        Pulses pulses = new Pulses();
        pulses.add(job);
        assertThat(pulses.question().now(Duration.ofSeconds(5)).facts().toString())
                .contains("set_aside=3");
    }

    @Test
    void a_line_that_is_refused_at_the_commit_is_found_too() {
        execute("create function no_poison() returns trigger language plpgsql as $$ begin"
                + " if new.name like '毒%' then raise exception 'poison'; end if; return null; end $$");
        execute("create constraint trigger no_poison after insert on venue deferrable initially deferred"
                + " for each row execute function no_poison()");
        UUID id = started(12, 12);
        console.imports.resume();
        assertThat(progress(id)).isEqualTo(new VenueImport.ImportProgress(true, 12, 12, 11));
    }

    @Test
    void a_line_that_is_alone_and_refused_ends_its_import_too() {
        execute("alter table venue add constraint no_poison check (name not like '毒%')");
        UUID id = started(101, 101);
        console.imports.resume();
        assertThat(progress(id)).isEqualTo(new VenueImport.ImportProgress(true, 101, 101, 100));
    }

    @Test
    void an_import_whose_office_died_while_the_clock_was_a_day_ahead_goes_on_when_it_is_right() {
        UUID id = started(3);
        Instant right = requireNonNull(console.now.get());
        console.now.set(right.plus(Duration.ofDays(1)));
        execute("create function power_cut() returns trigger language plpgsql as $$ begin"
                + " raise exception 'power cut' using errcode = 'crash_shutdown'; end $$");
        execute("create trigger power_cut before insert on venue for each row execute function power_cut()");
        assertThatThrownBy(console.imports::resume).isInstanceOf(JdbiException.class);
        execute("drop function power_cut cascade");
        console.imports.resume();
        assertThat(progress(id).finished()).as("its lease lasts a minute").isFalse();
        console.now.set(right.plusSeconds(5));
        console.imports.resume();
        assertThat(progress(id)).isEqualTo(new VenueImport.ImportProgress(true, 3, 3, 3));
    }

    @Test
    void a_database_in_a_hurry_is_no_fault_of_a_line() {
        AtomicInteger refused = new AtomicInteger();
        console.imports.onRefused(refused::incrementAndGet);
        execute("create function later() returns trigger language plpgsql as $$ begin"
                + " raise exception 'later' using errcode = 'lock_not_available'; end $$");
        execute("create trigger later before insert on venue for each row execute function later()");
        UUID id = started(3, 2);
        assertThatThrownBy(console.imports::resume).isInstanceOf(JdbiException.class);
        execute("drop function later cascade");
        console.now.updateAndGet(now -> now.plusSeconds(120));
        console.imports.resume();
        assertThat(progress(id)).isEqualTo(new VenueImport.ImportProgress(true, 3, 3, 3));
        assertThat(refused).hasValue(0);
        assertThat(console.venues.search("毒の店", null, null, 9)).hasSize(1);
    }
}
