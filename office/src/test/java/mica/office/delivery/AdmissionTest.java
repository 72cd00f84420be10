package mica.office.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.office.notice.Notice;
import mica.office.notice.NoticeState;
import mica.office.relay.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdmissionTest {

    @TempDir
    Path folder;

    private NoticeWorld world;

    @BeforeEach
    void make() {
        world = new NoticeWorld(folder);
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void a_carrier_gets_a_few_at_a_time_others_do_not_wait_for_them_and_everyone_is_reached() {
        for (int i = 0; i < 12; i++) {
            world.visitor("reader" + i + "@docomo.ne.jp");
        }
        world.visitors(30);
        Notice notice = world.approved(world.content());
        try (NoticeDelivery delivery = world.delivery(world.greenMail.getSmtp().getPort())) {
            delivery.start();
            NoticeWorld.until(() -> world.count("select count(*) from recipient_state where state = 'DEFERRED'") > 0);
            NoticeWorld.until(() -> world.addressees().stream()
                            .filter(one -> one.endsWith("@example.jp"))
                            .count()
                    == 30);
            assertThat(world.addressees())
                    .filteredOn(one -> one.endsWith("@docomo.ne.jp"))
                    .hasSizeBetween(1, 5);
            NoticeWorld.until(() -> {
                world.now = world.now.plusSeconds(1);
                return world.stored(notice.id()).state() == NoticeState.SENT;
            });
        }
        assertThat(world.addressees()).hasSize(42).doesNotHaveDuplicates();
        assertThat(world.progress(notice.id()).accepted()).isEqualTo(42);
        assertThat(world.count("select count(*) from recipient_state where uncertain"))
                .isZero();
    }

    @Test
    void a_dead_address_is_not_written_to_and_is_counted_with_the_refused() {
        world.visitors(3);
        world.visitor("dead@example.jp");
        EmailAddress dead = EmailAddress.of("dead@example.jp");
        Instant now = world.now;
        for (Instant day : List.of(now.minus(Duration.ofDays(1)), now)) {
            world.now = day;
            world.keys.ensureDay(LocalDate.ofInstant(day, NoticeWorld.ZONE));
            world.office.jdbi().useTransaction(tx -> world.dead().report(tx, dead));
        }
        assertThat(world.dead().isDead(dead)).isTrue();
        Notice notice = world.approved(world.content());

        world.deliver(notice.id());

        assertThat(world.addressees()).hasSize(3).doesNotContain("dead@example.jp");
        assertThat(world.progress(notice.id()).refused()).isEqualTo(1);
        assertThat(world.count("select count(*) from recipient_exception where reply = 'dead address'"))
                .isEqualTo(1);
    }

    @Test
    void a_relay_that_asks_for_patience_for_one_domain_gets_less_of_it_and_others_go_on() {
        Admission admission = new Admission(world.dead()::isDead, world.pace, () -> world.now);
        EmailAddress slow = EmailAddress.of("a@slow.example.jp");
        EmailAddress other = EmailAddress.of("a@other.example.jp");
        ChunkStore.Chunk chunk = new ChunkStore.Chunk(UUID.randomUUID(), 0, 1);
        assertThat(admission.ask(slow, world.secrets.tags().tag(slow), this)).isInstanceOf(Admission.Outcome.Go.class);
        admission.tell(slow, this, new Reply(421, "4.7.0", "slow down"));
        assertThat(admission.ask(slow, world.secrets.tags().tag(slow), this))
                .isInstanceOf(Admission.Outcome.Wait.class);
        assertThat(admission.room(chunk, slow.domain())).isZero();
        assertThat(admission.comeBack(chunk, Map.of(slow.domain(), 3))).isAfter(world.now.plusSeconds(10));
        assertThat(admission.ask(other, world.secrets.tags().tag(other), this))
                .isInstanceOf(Admission.Outcome.Go.class);
    }
}
