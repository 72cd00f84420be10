package mica.office.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import mica.office.relay.Reply;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final Instant START = Instant.parse("2026-04-12T03:00:00Z");
    private static final Reply TAKEN = new Reply(250, "2.0.0", "ok");
    private static final Reply BUSY = new Reply(421, "4.7.0", "too many");

    private Pace pace = new Pace(Providers.usual());
    private Instant now = START;

    @Test
    void a_carrier_begins_with_twenty_a_second_and_four_at_a_time() {
        assertThat(IntStream.range(0, 10).filter(i -> mayGo("docomo.ne.jp")).count())
                .isEqualTo(4);
        pace = new Pace(Providers.usual());
        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(10))).isBetween(200, 221);
        pace = new Pace(Providers.usual());
        assertThat(sent("example.jp", Duration.ofMillis(100))).isGreaterThan(5_000);
    }

    @Test
    void domains_of_one_carrier_share_its_pace_and_others_do_not() {
        for (String domain : List.of("SoftBank.ne.jp", "i.softbank.jp", "t.vodafone.ne.jp", "d.vodafone.ne.jp")) {
            assertThat(mayGo(domain)).isTrue();
        }
        assertThat(mayGo("softbank.ne.jp")).isFalse();
        assertThat(mayGo("ezweb.ne.jp")).isTrue();
        assertThat(mayGo("notsoftbank.ne.jp")).isTrue();
        assertThat(mayGo("softbank.ne.jp.example.com")).isTrue();
    }

    @Test
    void trouble_halves_the_pace_after_a_rest_and_only_once_for_what_was_under_way() {
        sent("docomo.ne.jp", Duration.ofSeconds(5));
        for (int i = 0; i < 4; i++) {
            mayGo("docomo.ne.jp");
        }
        Instant begun = now;
        for (int i = 0; i < 4; i++) {
            pace.tell("docomo.ne.jp", BUSY, now);
        }
        assertThat(pace.ask("docomo.ne.jp", now)).isEqualTo(new Pace.Verdict.NotBefore(begun.plusSeconds(10)));
        now = begun.plusSeconds(10);
        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(4))).isBetween(35, 45);
        assertThat(mayGo("au.com")).isTrue();
    }

    @Test
    void repeated_trouble_rests_longer_and_goes_slower_but_never_stops_for_good() {
        Duration before = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            now = waited("docomo.ne.jp");
            pace.tell("docomo.ne.jp", BUSY, now);
            Duration rest = Duration.between(now, ((Pace.Verdict.NotBefore) pace.ask("docomo.ne.jp", now)).at());
            assertThat(rest).isBetween(before, Duration.ofMinutes(10));
            before = rest;
        }
        assertThat(before).isEqualTo(Duration.ofMinutes(10));
        now = now.plus(before);
        assertThat(mayGo("docomo.ne.jp")).isTrue();
    }

    @Test
    void without_trouble_the_pace_grows_back_slowly_and_not_beyond() {
        waited("docomo.ne.jp");
        sent("docomo.ne.jp", Duration.ofSeconds(2));
        mayGo("docomo.ne.jp");
        pace.tell("docomo.ne.jp", BUSY, now);
        now = now.plusSeconds(10);
        int first = sent("docomo.ne.jp", Duration.ofSeconds(5));
        int later = 0;
        for (int i = 0; i < 30; i++) {
            later = sent("docomo.ne.jp", Duration.ofSeconds(5));
        }
        assertThat(first).isBetween(40, 65);
        assertThat(later).isBetween(95, 121);
        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(5))).isBetween(95, 101);
    }

    @Test
    void a_domain_without_a_bound_gets_one_from_what_it_was_sent() {
        int fast = sent("example.jp", Duration.ofSeconds(1));
        mayGo("example.jp");
        pace.tell("example.jp", new Reply(451, "4.7.1", "slow down"), now);
        now = now.plusSeconds(10);
        int slow = sent("example.jp", Duration.ofSeconds(1));
        assertThat(slow).isLessThan(fast * 2 / 3 + 1).isPositive();
        now = now.plus(Duration.ofMinutes(30));
        assertThat(sent("example.jp", Duration.ofMillis(100))).isGreaterThan(1_000);
    }

    @Test
    void one_persons_full_mailbox_slows_nobody() {
        assertThat(Pace.asksForPatience(new Reply(452, "4.2.2", "full"))).isFalse();
        assertThat(Pace.asksForPatience(new Reply(450, "4.2.1", "busy"))).isFalse();
        assertThat(Pace.asksForPatience(new Reply(450, "4.1.1", "unsure"))).isFalse();
        assertThat(Pace.asksForPatience(new Reply(550, "5.1.1", "no"))).isFalse();
        assertThat(Pace.asksForPatience(TAKEN)).isFalse();
        for (int code : new int[] {421, 450, 451, 452}) {
            assertThat(Pace.asksForPatience(new Reply(code, "", ""))).isTrue();
            assertThat(Pace.asksForPatience(new Reply(code, "4.7.0", ""))).isTrue();
        }
    }

    @Test
    void who_asked_and_never_told_holds_a_place_no_longer_than_a_quarter_of_an_hour() {
        for (int i = 0; i < 4; i++) {
            mayGo("docomo.ne.jp");
        }
        now = now.plus(Duration.ofMinutes(14));
        assertThat(mayGo("docomo.ne.jp")).isFalse();
        now = now.plus(Duration.ofMinutes(2));
        assertThat(mayGo("docomo.ne.jp")).isTrue();
    }

    @Test
    void a_clock_that_goes_back_neither_stops_nor_opens_the_gates() {
        sent("docomo.ne.jp", Duration.ofSeconds(5));
        now = START.minus(Duration.ofDays(1));
        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(5))).isLessThan(130);
        now = START.plusSeconds(20);
        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(1))).isPositive();
    }

    @Test
    void a_clock_that_is_put_back_by_an_hour_makes_nobody_wait_for_an_hour() {
        pace.tell("docomo.ne.jp", BUSY, now);
        now = now.minus(Duration.ofHours(1));

        assertThat(mayGo("docomo.ne.jp")).as("the rest after trouble goes on").isFalse();
        now = now.plusSeconds(10);

        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(10))).isGreaterThan(2);
    }

    @Test
    void threads_together_get_no_more_than_one_would() {
        AtomicInteger gone = new AtomicInteger();
        IntStream.range(0, 10_000).parallel().forEach(i -> {
            if (pace.ask("docomo.ne.jp", now) instanceof Pace.Verdict.Go) {
                gone.incrementAndGet();
                pace.tell("docomo.ne.jp", TAKEN, now);
            }
        });
        assertThat(gone).hasValue(5);
    }

    @Test
    void mails_wait_doubling_times_of_their_own() {
        Random random = new Random(1);
        Set<Duration> pauses = new HashSet<>();
        for (int i = 0; i < 500; i++) {
            UUID mail = new UUID(random.nextLong(), random.nextLong());
            pauses.add(Pace.backOff(mail, 1));
            assertThat(Pace.backOff(mail, 1))
                    .isEqualTo(Pace.backOff(mail, 1))
                    .isBetween(Duration.ofSeconds(45), Duration.ofSeconds(75));
            assertThat(Pace.backOff(mail, 4)).isBetween(Duration.ofMinutes(6), Duration.ofMinutes(10));
            assertThat(Pace.backOff(mail, 1_000_000)).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(75));
        }
        assertThat(pauses).hasSizeGreaterThan(450);
    }

    @Test
    void many_domains_of_one_mail_each_are_forgotten() {
        for (int i = 0; i < 10_100; i++) {
            mayGo("d" + i + ".example.jp");
            pace.tell("d" + i + ".example.jp", TAKEN, now);
        }
        now = now.plusSeconds(10);
        assertThat(mayGo("docomo.ne.jp")).isTrue();
        assertThat(pace)
                .extracting("flows")
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .hasSize(1);
    }

    @Test
    void a_broken_table_names_its_line() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Providers.read("# x\ndocomo 4 x docomo.ne.jp\nothers 1 1 *"))
                .withMessageContaining("line 2");
        for (String wrong : List.of("a 0 1 b.jp", "a 1 0 b.jp", "a 1 NaN b.jp", "a 1 1", "a", "a 1 -1 b.jp")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Providers.read(wrong + "\nothers 1 1 *"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Providers.read("a 1 1 b.jp"))
                .withMessageContaining("*");
    }

    private boolean mayGo(String domain) {
        return pace.ask(domain, now) instanceof Pace.Verdict.Go;
    }

    /** Moves the clock until a mail may go. */
    private Instant waited(String domain) {
        while (pace.ask(domain, now) instanceof Pace.Verdict.NotBefore(Instant at)) {
            now = at;
        }
        return now;
    }

    /** How many mails go within a time when each is taken at once. */
    private int sent(String domain, Duration time) {
        Instant end = now.plus(time);
        int sent = 0;
        while (now.isBefore(end) && sent < 20_000) {
            switch (pace.ask(domain, now)) {
                case Pace.Verdict.Go go -> {
                    sent++;
                    pace.tell(domain, TAKEN, now);
                    now = now.plusNanos(10_000);
                }
                case Pace.Verdict.NotBefore later -> now = later.at();
            }
        }
        now = end;
        return sent;
    }
}
