package mica.office.erasure;

import static mica.office.erasure.ErasureWorld.DAY;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.seal.KeyPurpose;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clocks that jump: a wrong one must destroy nothing, and must not stop check-ins. */
class DayClockTest {

    @TempDir
    Path folder;

    private ErasureWorld world;
    private DayJob job;

    @BeforeEach
    void open() {
        world = new ErasureWorld(folder);
        world.job().runOnce();
        world.fill(DAY, 2);
        while (world.today().isBefore(DAY.plusDays(ErasureWorld.RETENTION))) {
            world.pass(1);
        }
        job = world.job();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void three_days_forward_and_back_destroy_nothing() {
        Instant right = world.now;
        world.now = right.plus(Duration.ofDays(3));
        job.runOnce();
        assertThat(job.isSureOfTheTime()).isFalse();
        assertNothingErased();

        world.now = right.plusSeconds(60);
        job.runOnce();
        assertThat(job.isSureOfTheTime()).isTrue();
        assertNothingErased();
        assertThat(new DirectoryStore(world.databases.exchange().jdbi()).key(world.today(), KeyPurpose.DOOR))
                .isPresent();
    }

    @Test
    void after_a_long_weekend_erasure_follows_once_the_clock_has_gone_steadily_for_an_hour() {
        world.now = world.now.plus(Duration.ofDays(3));
        for (int minute = 0; minute < 60; minute++) {
            job.runOnce();
            assertNothingErased();
            world.now = world.now.plus(Duration.ofMinutes(1));
        }
        job.runOnce();
        assertThat(job.isSureOfTheTime()).isTrue();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void the_hour_begins_anew_when_the_clock_jumps_in_it() {
        world.now = world.now.plus(Duration.ofDays(3));
        job.runOnce();
        world.now = world.now.plus(Duration.ofDays(3));
        job.runOnce();
        world.now = world.now.plus(Duration.ofHours(2));
        job.runOnce();
        assertNothingErased();
    }

    @Test
    void a_clock_that_says_2040_erases_nothing_until_a_person_says_that_it_is_right() {
        LocalDate today = world.today();
        world.now = Instant.parse("2040-01-01T00:00:00Z");
        for (int minute = 0; minute < 70; minute++) {
            job.runOnce();
            world.now = world.now.plus(Duration.ofMinutes(1));
        }
        assertThat(job.isSureOfTheTime()).isFalse();
        assertNothingErased();
        DirectoryStore directory = new DirectoryStore(world.databases.exchange().jdbi());
        assertThat(directory.key(today, KeyPurpose.DAY))
                .as("key of the true day")
                .isPresent();
        assertThat(directory.key(world.today(), KeyPurpose.DAY))
                .as("key of the other")
                .isPresent();

        DayJob.trustClock(world.office.jdbi(), world.now);
        job.runOnce();
        assertThat(job.isSureOfTheTime()).isTrue();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void an_office_whose_clock_is_not_the_databases_erases_nothing() {
        world.now = world.now.plus(Duration.ofDays(1));
        world.databaseIsAhead = Duration.ofDays(-1);
        job.runOnce();
        assertThat(job.isSureOfTheTime()).isFalse();
        assertNothingErased();

        world.databaseIsAhead = Duration.ofMinutes(-4);
        job.runOnce();
        assertThat(job.isSureOfTheTime()).isTrue();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);
    }

    @Test
    void back_over_midnight_and_forward_again_neither_revives_nor_loses_a_day() {
        world.now = ErasureWorld.at(world.today().plusDays(1), 0).plusSeconds(60);
        job.runOnce();
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);

        world.now = world.now.minusSeconds(120);
        job.runOnce();
        assertThat(world.keys.days()).doesNotContain(DAY);
        assertThat(world.partitions()).doesNotContain(DAY);
        world.visit(world.today(), world.now, "late@example.jp");

        world.now = world.now.plusSeconds(240);
        job.runOnce();
        world.visit(world.today(), world.now, "early@example.jp");
        assertThat(job.isSureOfTheTime()).isTrue();
        assertThat(world.count("select count(*) from visit")).isEqualTo(2);
    }

    @Test
    void a_clock_that_went_back_by_weeks_makes_no_new_keys_for_erased_days() {
        world.pass(1);
        assertThat(world.state(DAY)).isEqualTo(ErasureState.CERTIFIED);

        world.now = ErasureWorld.at(DAY, 12);
        job.runOnce();

        assertThat(job.isSureOfTheTime()).isFalse();
        assertThat(world.keys.days()).doesNotContain(DAY);
        assertThat(world.partitions()).doesNotContain(DAY);
    }

    @Test
    void a_database_from_before_the_clock_was_watched_counts_by_its_newest_partition() {
        world.office.jdbi().useHandle(handle -> handle.execute("delete from day_clock"));
        world.now = world.now.plus(Duration.ofDays(3_000));
        job.runOnce();
        assertThat(job.isSureOfTheTime()).isFalse();
        assertNothingErased();
    }

    private void assertNothingErased() {
        assertThat(world.state(DAY)).isNull();
        assertThat(world.keys.days()).contains(DAY);
        assertThat(world.count("select count(*) from visit where day = '" + DAY + "'"))
                .isEqualTo(2);
    }
}
