package mica.office.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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
    /** Each of a connection of its own, unless told otherwise. */
    private final Deque<Object> sessions = new ArrayDeque<>();

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
            tell("docomo.ne.jp", BUSY);
        }
        assertThat(pace.ask("docomo.ne.jp", this, now)).isEqualTo(new Pace.Outcome.NotBefore(begun.plusSeconds(10)));
        now = begun.plusSeconds(10);
        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(4))).isBetween(35, 45);
        assertThat(mayGo("au.com")).isTrue();
    }

    @Test
    void repeated_trouble_rests_longer_and_goes_slower_but_never_stops_for_good() {
        Duration before = Duration.ZERO;
        for (int i = 0; i < 12; i++) {
            now = waited("docomo.ne.jp");
            tell("docomo.ne.jp", BUSY);
            Duration rest = Duration.between(now, ((Pace.Outcome.NotBefore) pace.ask("docomo.ne.jp", this, now)).at());
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
        tell("docomo.ne.jp", BUSY);
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
        tell("example.jp", new Reply(451, "4.7.1", "slow down"));
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
        tell("docomo.ne.jp", BUSY);
        now = now.minus(Duration.ofHours(1));

        assertThat(mayGo("docomo.ne.jp")).as("the rest after trouble goes on").isFalse();
        now = now.plusSeconds(10);

        assertThat(sent("docomo.ne.jp", Duration.ofSeconds(10))).isGreaterThan(2);
    }

    @Test
    void threads_together_get_no_more_than_one_would() {
        AtomicInteger gone = new AtomicInteger();
        IntStream.range(0, 10_000).parallel().forEach(i -> {
            if (pace.ask("docomo.ne.jp", i, now) instanceof Pace.Outcome.Go) {
                gone.incrementAndGet();
                pace.tell("docomo.ne.jp", i, TAKEN, now);
            }
        });
        assertThat(gone).hasValue(5);
    }

    @Test
    void many_domains_of_one_mail_each_are_forgotten() {
        for (int i = 0; i < 10_100; i++) {
            mayGo("d" + i + ".example.jp");
            tell("d" + i + ".example.jp", TAKEN);
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

    @Test
    void mails_of_one_session_go_one_after_the_other_and_count_as_one_at_a_time() {
        int together = 0;
        while (pace.ask("docomo.ne.jp", this, now) instanceof Pace.Outcome.Go) {
            together++;
        }
        assertThat(together).isEqualTo(5);
        now = now.plusSeconds(1);
        assertThat(IntStream.range(0, 10).filter(i -> mayGo("docomo.ne.jp")).count())
                .isEqualTo(3);
    }

    @Test
    void who_has_to_wait_is_told_when_two_seconds_worth_may_go_and_nothing_of_the_pace_is_lost() {
        sent("docomo.ne.jp", Duration.ofSeconds(1));
        List<Instant> turns = IntStream.range(0, 5)
                .mapToObj(i -> pace.book("docomo.ne.jp", 200, now))
                .toList();
        for (int i = 0; i < 5; i++) {
            assertThat(turns.get(i)).isEqualTo(now.plusSeconds(2L * (i + 1)));
        }
        assertThat(pace.book("mopera.net", 10, now)).isEqualTo(turns.getLast().plusMillis(500));
        int gone = 0;
        for (Instant turn : turns) {
            now = turn;
            int room = pace.room("docomo.ne.jp", now);
            assertThat(room).isBetween(39, 41);
            for (int i = 0; i < room; i++) {
                assertThat(pace.ask("docomo.ne.jp", this, now)).isInstanceOf(Pace.Outcome.Go.class);
                gone++;
            }
            assertThat(pace.ask("docomo.ne.jp", this, now)).isInstanceOf(Pace.Outcome.NotBefore.class);
        }
        assertThat(gone).isBetween(199, 201);
    }

    @Test
    void a_time_that_was_promised_and_not_used_goes_to_whoever_comes() {
        for (int i = 0; i < 100; i++) {
            pace.book("docomo.ne.jp", 200, now);
        }
        now = now.plusSeconds(30);
        assertThat(pace.room("docomo.ne.jp", now)).isEqualTo(80);
        assertThat(pace.book("docomo.ne.jp", 200, now)).isEqualTo(now.plusSeconds(2));
    }

    @Test
    void threads_that_come_in_another_order_than_they_looked_at_the_clock_forget_no_promise() {
        pace.book("docomo.ne.jp", 200, now);
        pace.book("docomo.ne.jp", 200, now.minusMillis(20));
        assertThat(pace.book("docomo.ne.jp", 200, now)).isEqualTo(now.plusSeconds(6));
    }

    @Test
    void a_slowed_provider_is_asked_again_within_a_minute_for_it_may_be_faster_then() {
        waited("docomo.ne.jp");
        tell("docomo.ne.jp", BUSY);
        for (int i = 0; i < 1_000; i++) {
            assertThat(pace.book("docomo.ne.jp", 200, now)).isBetween(now.plusSeconds(10), now.plusSeconds(60));
        }
    }

    @Test
    void an_urgent_mail_takes_the_next_slot_before_all_others_which_keep_a_fifth() {
        sent("docomo.ne.jp", Duration.ofSeconds(1));
        Set<UUID> waiting = new HashSet<>();
        int urgent = 0;
        int others = 0;
        for (int i = 0; i < 2_000; i++) {
            // More urgent ones than the provider takes, and others that ask before them each time.
            now = now.plusMillis(50);
            others += pace.ask("docomo.ne.jp", "notice", now) instanceof Pace.Outcome.Go ? 1 : 0;
            if (waiting.size() < 20) {
                waiting.add(new UUID(0, i));
            }
            for (UUID mail : Set.copyOf(waiting)) {
                if (pace.askUrgently("docomo.ne.jp", "door", mail, now) instanceof Pace.Outcome.Go) {
                    urgent++;
                    waiting.remove(mail);
                }
            }
        }
        assertThat(urgent + others).isBetween(1_950, 2_060);
        assertThat(others).isBetween(300, 450);
    }

    @Test
    void one_urgent_mail_waits_for_one_slot_however_many_others_wait() {
        while (pace.ask("docomo.ne.jp", this, now) instanceof Pace.Outcome.Go) {
            pace.book("docomo.ne.jp", 500, now);
        }
        UUID mail = new UUID(0, 1);
        assertThat(pace.askUrgently("docomo.ne.jp", "door", mail, now))
                .isEqualTo(new Pace.Outcome.NotBefore(now.plusMillis(50)));
        now = now.plusMillis(50);
        assertThat(pace.ask("docomo.ne.jp", this, now)).isInstanceOf(Pace.Outcome.NotBefore.class);
        assertThat(pace.room("docomo.ne.jp", now)).isZero();
        assertThat(pace.askUrgently("docomo.ne.jp", "door", mail, now)).isInstanceOf(Pace.Outcome.Go.class);
        now = now.plusMillis(50);
        assertThat(pace.ask("docomo.ne.jp", this, now)).isInstanceOf(Pace.Outcome.Go.class);
    }

    private boolean mayGo(String domain) {
        Object session = new Object();
        if (pace.ask(domain, session, now) instanceof Pace.Outcome.Go) {
            sessions.add(session);
            return true;
        }
        return false;
    }

    private void tell(String domain, Reply reply) {
        pace.tell(domain, sessions.isEmpty() ? this : sessions.removeFirst(), reply, now);
    }

    /** Moves the clock until a mail may go. */
    private Instant waited(String domain) {
        while (pace.ask(domain, this, now) instanceof Pace.Outcome.NotBefore(Instant at)) {
            now = at;
        }
        return now;
    }

    /** How many mails go within a time when each is taken at once. */
    private int sent(String domain, Duration time) {
        Instant end = now.plus(time);
        int sent = 0;
        while (now.isBefore(end) && sent < 20_000) {
            switch (pace.ask(domain, this, now)) {
                case Pace.Outcome.Go go -> {
                    sent++;
                    pace.tell(domain, this, TAKEN, now);
                    now = now.plusNanos(10_000);
                }
                case Pace.Outcome.NotBefore later -> now = later.at();
            }
        }
        now = end;
        return sent;
    }
}
