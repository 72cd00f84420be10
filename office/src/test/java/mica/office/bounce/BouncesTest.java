package mica.office.bounce;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import mica.exchange.address.EmailAddress;
import mica.office.outcome.DeadAddresses;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BouncesTest {

    private static final EmailAddress VISITOR = EmailAddress.of("gone@example.jp");

    @TempDir
    Path folder;

    @Test
    void a_mail_that_comes_back_is_noted_once() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String path = given.confirmation(VISITOR.wireForm());
            String report = BounceWorld.report("failed", "5.1.1", VISITOR.wireForm());
            assertThat(given.back(path, report)).startsWith("250");
            assertThat(given.back(path, report)).startsWith("250");
            assertThat(given.count("select count(*) from mail where came_back = 'PERMANENT'"))
                    .isEqualTo(1);
            assertThat(given.tally("CAME_BACK")).isEqualTo(1);
            assertThat(given.tally("REPEATED")).isEqualTo(1);
        }
    }

    @Test
    void copies_of_a_notice_that_come_back_are_counted_a_person_once() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            List<String> paths = given.notice("a@example.jp", "b@example.jp", "c@example.jp");
            for (int i = 0; i < 3; i++) {
                given.back(paths.get(0), BounceWorld.report("failed", "5.1.1", "x@y"));
                given.back(paths.get(1), BounceWorld.report("failed", "5.2.2", "x@y"));
                given.back(paths.get(2), BounceWorld.report("delayed", "4.4.1", "x@y"));
            }
            assertThat(given.count("select people from notice_return where verdict = 'PERMANENT'"))
                    .isEqualTo(1);
            assertThat(given.count("select people from notice_return where verdict = 'TEMPORARY'"))
                    .isEqualTo(1);
            assertThat(given.count("select count(*) from came_back")).isEqualTo(2);
            assertThat(given.tally("NOT_FAILED")).isEqualTo(3);
        }
    }

    @Test
    void an_address_is_dead_after_reports_of_two_days() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String report = BounceWorld.report("failed", "5.1.1", VISITOR.wireForm());
            given.back(given.confirmation(VISITOR.wireForm()), report);
            given.back(given.confirmation(VISITOR.wireForm()), report);
            given.back(given.notice(VISITOR.wireForm()).getFirst(), report);
            assertThat(given.dead().isDead(VISITOR)).isFalse();
            given.now = given.now.plus(Duration.ofDays(1));
            given.back(given.confirmation(VISITOR.wireForm()), report);
            assertThat(given.dead().isDead(VISITOR)).isTrue();
            assertThat(given.dead().isDead(EmailAddress.of("other@example.jp"))).isFalse();
        }
    }

    @Test
    void no_number_of_soft_bounces_makes_an_address_dead() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            for (String status : List.of("5.2.2", "4.2.2", "5.7.1", "4.4.7", "5.0.0", "5.3.0", "5.2.1", "nonsense")) {
                given.back(given.confirmation(VISITOR.wireForm()), BounceWorld.report("failed", status, "x@y"));
                given.now = given.now.plus(Duration.ofDays(1));
            }
            assertThat(given.count("select count(*) from mail where came_back is not null"))
                    .isEqualTo(8);
            assertThat(given.count("select count(*) from dead_address")).isZero();
            assertThat(given.dead().isDead(VISITOR)).isFalse();
        }
    }

    @Test
    void what_is_known_of_dead_addresses_is_unreadable_and_goes_with_its_days() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String report = BounceWorld.report("failed", "5.1.1", VISITOR.wireForm());
            for (int day = 0; day < 2; day++) {
                given.back(given.confirmation(VISITOR.wireForm()), report);
                given.now = given.now.plus(Duration.ofDays(1));
            }
            assertThat(given.count("select count(distinct id) from dead_address"))
                    .isEqualTo(2);
            assertThat(given.count("select count(distinct masked_tag) from dead_address"))
                    .isEqualTo(2);
            DeadAddresses running = given.dead();
            assertThat(running.isDead(VISITOR)).isTrue();

            given.keys.destroyDay(BounceWorld.DAY);
            given.secrets.forget(BounceWorld.DAY);
            running.forget(BounceWorld.DAY);
            assertThat(running.isDead(VISITOR)).isFalse();
            assertThat(given.dead().isDead(VISITOR)).isFalse();
            given.office
                    .jdbi()
                    .useTransaction(tx -> assertThat(DeadAddresses.rows().erase(tx, BounceWorld.DAY))
                            .isEqualTo(1));
            assertThat(given.count("select count(*) from dead_address")).isEqualTo(1);
        }
    }

    @Test
    void automatic_answers_and_letters_change_nothing() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String path = given.confirmation(VISITOR.wireForm());
            String answer = "From: x@example.jp\r\nAuto-Submitted: auto-replied (vacation)\r\nSubject: away\r\n\r\n"
                    + "Action: failed\r\nStatus: 5.1.1\r\n";
            given.back(path, answer);
            given.back(path, answer.replace("Auto-Submitted: auto-replied (vacation)", "X-Autoreply: yes"));
            given.back(path, "Subject: hello\r\n\r\n.\r\nStatus: 5.1.1\r\n");
            given.back(path, "\r\n");
            assertThat(given.tally("AUTOMATIC")).isEqualTo(2);
            assertThat(given.tally("UNREADABLE")).isEqualTo(2);
            assertThat(given.count("select count(*) from mail where came_back is not null"))
                    .isZero();
        }
    }

    @Test
    void a_carrier_that_says_unknown_without_a_code_is_understood() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String report = BounceWorld.report("failed", "5.0.0", VISITOR.wireForm())
                    .replace("550 5.0.0 sorry", "550 <" + VISITOR.wireForm() + ">: User unknown");
            for (int day = 0; day < 2; day++) {
                given.back(given.confirmation(VISITOR.wireForm()), report);
                given.now = given.now.plus(Duration.ofDays(1));
            }
            assertThat(given.count("select count(*) from mail where came_back = 'PERMANENT'"))
                    .isEqualTo(2);
            assertThat(given.dead().isDead(VISITOR)).isTrue();
        }
    }

    @Test
    void a_filter_that_says_5_1_1_makes_no_address_dead() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            for (String words : List.of(
                    "Client host blocked using zen.spamhaus.org",
                    "User unknown or message is spam",
                    "too many messages, slow down",
                    "policy violation")) {
                given.back(
                        given.confirmation(VISITOR.wireForm()),
                        BounceWorld.report("failed", "5.1.1", "x@y").replace("no such user", words));
                given.now = given.now.plus(Duration.ofDays(1));
            }
            assertThat(given.count("select count(*) from mail where came_back in ('UNCERTAIN', 'TEMPORARY')"))
                    .isEqualTo(4);
            assertThat(given.count("select count(*) from dead_address")).isZero();
        }
    }

    @Test
    void a_report_without_a_code_or_cut_off_still_counts() throws Exception {
        try (BounceWorld given = new BounceWorld(folder)) {
            String report = BounceWorld.report("failed", "5.1.1", "x@y");
            given.back(given.confirmation("a@example.jp"), report.replaceAll("(Status|Diagnostic-Code): .*\r\n", ""));
            given.back(given.confirmation("b@example.jp"), report.substring(0, report.indexOf("Diagnostic")) + "\r\n");
            assertThat(given.count("select count(*) from mail where came_back = 'UNCERTAIN'"))
                    .isEqualTo(1);
            assertThat(given.count("select count(*) from mail where came_back = 'PERMANENT'"))
                    .isEqualTo(1);
        }
    }
}
