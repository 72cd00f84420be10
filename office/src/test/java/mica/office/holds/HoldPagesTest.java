package mica.office.holds;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.office.erasure.Certificates;
import mica.office.erasure.DayJob;
import mica.office.erasure.SignedCertificate;
import mica.office.officers.Role;
import mica.office.web.TestConsole;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Legal holds and certificates in the console, by the officers who may. */
class HoldPagesTest {

    private TestConsole console;
    private LocalDate today;
    private TestConsole.Browser administrator;
    private TestConsole.Browser approver;

    @BeforeEach
    void open() {
        console = new TestConsole();
        today = LocalDate.ofInstant(console.clock.instant(), TestConsole.ZONE);
        administrator = console.signedIn(Role.ADMINISTRATOR);
        approver = console.signedIn(Role.APPROVER);
    }

    @AfterEach
    void close() {
        console.close();
    }

    private Map<String, String> wish(LocalDate ends) {
        return Map.of(
                "firstDay", today.minusDays(3).toString(),
                "lastDay", today.minusDays(2).toString(),
                "reason", "COURT_ORDER",
                "fileNumber", "疾感第123号",
                "endsOn", ends.toString());
    }

    private String asked() {
        assertThat(administrator.post("/holds", wish(today.plusDays(20))).statusCode())
                .isEqualTo(303);
        return requireNonNull(Jsoup.parse(administrator.get("/holds").body())
                        .select("tbody a")
                        .first())
                .attr("href");
    }

    /** What the form of a hold's page sends back: the hash of what is shown, and the tick. */
    private static Map<String, String> understood(TestConsole.Browser officer, String hold) {
        String hash = page(officer.get(hold))
                .select("form[action$=/confirm] input[name=hash]")
                .val();
        return Map.of("hash", hash, "understood", "on");
    }

    private static Document page(HttpResponse<String> answer) {
        return Jsoup.parse(answer.body());
    }

    @Test
    void one_officer_asks_another_confirms_after_a_page_that_tells_what_it_does_and_one_ends_it() {
        assertThat(page(approver.get("/")).text()).doesNotContain("確認を待つ記録の保全：1件");
        String hold = asked();
        assertThat(page(approver.get("/")).text()).contains("確認を待つ記録の保全：1件");
        assertThat(page(approver.get(hold)).text()).contains("疾感第123号", "消去しません", "お知らせの宛先から外します");

        HttpResponse<String> unticked = approver.post(hold + "/confirm", Map.of());
        assertThat(unticked.statusCode()).isEqualTo(422);
        assertThat(page(unticked).text()).contains("確かめたうえで、チェックを入れてください");
        assertThat(approver.post(hold + "/confirm", understood(approver, hold)).statusCode())
                .isEqualTo(303);
        assertThat(page(approver.get("/holds")).text()).contains("保全を始めました", "保全中");

        assertThat(administrator.post(hold + "/lift", Map.of()).statusCode()).isEqualTo(422);
        assertThat(administrator
                        .post(hold + "/lift", Map.of("understood", "on"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(page(administrator.get("/holds")).text()).contains("保全している記録はありません", "終了（担当者）");
        assertThat(approver.post(hold + "/lift", Map.of("understood", "on")).body())
                .contains("すでに別の担当者が手続きをした");
    }

    @Test
    void who_asked_is_not_offered_the_button_and_is_refused_without_it_too() {
        String hold = asked();
        Document own = page(administrator.get(hold));
        assertThat(own.text()).contains("別の担当者の確認が必要です");
        assertThat(own.select("form[action$=/confirm]")).isEmpty();
        HttpResponse<String> forced = administrator.post(hold + "/confirm", Map.of("understood", "on"));
        assertThat(forced.statusCode()).isEqualTo(422);
        assertThat(page(forced).text()).contains("求めた人は、自分では確認できません");
        assertThat(administrator.post(hold + "/refuse", Map.of()).statusCode()).isEqualTo(303);
        assertThat(page(administrator.get("/holds")).text()).contains("却下・取下げ");
    }

    @Test
    void what_is_confirmed_is_the_hold_that_was_seen() {
        String hold = asked();
        administrator.post("/holds", wish(today.plusDays(20)));
        String other = requireNonNull(page(administrator.get("/holds"))
                        .select("tbody a:not([href=" + hold + "])")
                        .first())
                .attr("href");
        Map<String, String> seen = understood(approver, other);
        for (Map<String, String> form : List.of(seen, Map.of("understood", "on"))) {
            HttpResponse<String> stale = approver.post(hold + "/confirm", form);
            assertThat(stale.statusCode()).isEqualTo(422);
            assertThat(page(stale).text()).contains("画面を開いた後に内容が変わりました", "確認待ち");
        }
        assertThat(approver.post(hold + "/confirm", understood(approver, hold)).statusCode())
                .isEqualTo(303);
    }

    @Test
    void the_page_of_a_hold_tells_who_did_what() {
        String hold = asked();
        approver.post(hold + "/confirm", understood(approver, hold));
        administrator.post(hold + "/lift", Map.of("understood", "on"));
        assertThat(page(administrator.get(hold))
                        .select("main tbody td[data-label=できごと]")
                        .eachText())
                .containsExactly("保全を求めた", "確認した", "保全を終えた");
    }

    @Test
    void what_is_typed_wrong_comes_back_with_a_word_and_nothing_is_asked() {
        HttpResponse<String> tooLong = administrator.post("/holds", wish(today.plusDays(365)));
        assertThat(tooLong.statusCode()).isEqualTo(422);
        assertThat(page(tooLong).select("#endsOn").val())
                .isEqualTo(today.plusDays(365).toString());
        assertThat(page(tooLong).select("#fileNumber").val()).isEqualTo("疾感第123号");
        assertThat(page(tooLong).text()).contains("保全の期限は");
        HttpResponse<String> nonsense = administrator.post(
                "/holds",
                Map.of(
                        "firstDay", "+999999999-01-01",
                        "lastDay", "x",
                        "reason", "BOREDOM",
                        "fileNumber", "visitor@example.jp",
                        "endsOn", "2026-02-30"));
        assertThat(nonsense.statusCode()).isEqualTo(422);
        assertThat(administrator.get("/holds/nonsense").statusCode()).isEqualTo(404);
        assertThat(administrator.get("/holds?before=nonsense").statusCode()).isEqualTo(200);
        assertThat(page(administrator.get("/holds")).text()).contains("保全している記録はありません");
    }

    /** Four days in the life of an installation that keeps records for one. */
    private void days() {
        ServiceFacts service =
                console.service.get().withDisease(new Disease(Map.of("ja", "感染症"), 1, 1, Map.of("ja", "指針"), 10));
        Instant before = requireNonNull(console.now.get());
        DayJob job = console.world.service(service).open().dayJob();
        for (int day = 0; day < 4; day++) {
            console.now.set(before.plus(Duration.ofDays(day)));
            job.runOnce();
        }
        console.now.set(before);
    }

    @Test
    void a_certificate_is_listed_handed_out_as_it_was_signed_and_one_that_was_changed_is_told() {
        days();
        TestConsole.Browser auditor = console.signedIn(Role.AUDITOR);
        String file = "/erasures/" + today + "/certificate.json";
        assertThat(page(auditor.get("/erasures")).text()).contains("証明済み");
        HttpResponse<String> answer = auditor.get(file);
        assertThat(answer.headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"erasure-" + today + ".json\"");
        SignedCertificate signed = SignedCertificate.read(answer.body().getBytes(StandardCharsets.UTF_8))
                .orElseThrow();
        assertThat(Certificates.check(signed, console.keyStore.signingKey(), today))
                .isEmpty();

        console.office.jdbi().useTransaction(tx -> {
            tx.execute("alter table erasure_certificate disable trigger user");
            tx.execute("update erasure_certificate set content = content || ' '");
        });
        Document list = page(auditor.get("/erasures"));
        assertThat(list.text()).contains("書き換えられています").doesNotContain("証明済み");
        assertThat(list.select("a[download]")).isEmpty();
    }

    @Test
    void an_auditor_looks_at_holds_and_certificates_and_has_no_button() {
        String hold = asked();
        TestConsole.Browser auditor = console.signedIn(Role.AUDITOR);
        Document page = page(auditor.get(hold));
        assertThat(page.text()).contains("疾感第123号");
        assertThat(page.select("main form")).isEmpty();
        assertThat(page(auditor.get("/holds")).select("a[href=/holds/new]")).isEmpty();
        assertThat(page(auditor.get("/erasures")).text()).contains("消去した日は、まだありません", "mica erasure verify");
        assertThat(auditor.get("/erasures?before=nonsense").statusCode()).isEqualTo(200);
        assertThat(auditor.get("/erasures/nonsense/certificate.json").statusCode())
                .isEqualTo(404);
    }
}
