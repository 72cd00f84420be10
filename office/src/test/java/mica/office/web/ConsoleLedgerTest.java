package mica.office.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import mica.office.ledger.Entry;
import mica.office.ledger.Event;
import mica.office.ledger.Ledger;
import mica.office.ledger.LedgerReading;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What officers do in the console is in the ledger, and the ledger is in the console. */
class ConsoleLedgerTest {

    private TestConsole console;

    @BeforeEach
    void open() {
        console = new TestConsole();
    }

    @AfterEach
    void close() {
        console.close();
    }

    private List<String> entries() {
        return LedgerReading.of(console.office.jdbi());
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static String id(Officer officer) {
        return officer.id().toString();
    }

    @Test
    void every_change_of_an_officer_is_entered_with_who_made_it() {
        TestConsole.Browser administrator = console.signedIn(Role.ADMINISTRATOR);
        String by = id(requireNonNull(console.officerOf.get(Role.ADMINISTRATOR)).officer());
        int before = entries().size();
        administrator.post(
                "/officers",
                Map.of("login", "new-one", "name", "新しい担当", "email", "new-one@example.jp", "role-AUTHOR", "on"));
        String added = id(console.officers.find("new-one").orElseThrow());
        administrator.post("/officers/" + added + "/roles", Map.of("role-AUTHOR", "on", "role-APPROVER", "on"));
        administrator.post("/officers/" + added + "/roles", Map.of("role-AUTHOR", "on", "role-APPROVER", "on"));
        administrator.post("/officers/" + added + "/deactivate", Map.of());
        administrator.post("/officers/" + added + "/deactivate", Map.of());
        administrator.post("/officers/" + added + "/activate", Map.of());
        administrator.post("/officers/" + added + "/reset", Map.of());

        assertThat(entries().subList(before, entries().size()))
                .containsExactly(
                        "OFFICER_ADDED " + by + " {officer=" + added + ", roles=AUTHOR}",
                        "OFFICER_ROLES_CHANGED " + by + " {officer=" + added + ", roles=APPROVER,AUTHOR}",
                        "OFFICER_DISABLED " + by + " {officer=" + added + "}",
                        "OFFICER_ENABLED " + by + " {officer=" + added + "}",
                        "OFFICER_RESET " + by + " {officer=" + added + "}");
    }

    @Test
    void a_new_password_is_entered_and_failed_sign_ins_are_counted() {
        Officer careful = console.add("careful", Set.of(Role.AUTHOR)).officer();
        TestConsole.Browser browser = console.signedIn("careful");
        String next = "a quite long and new password";
        browser.post(
                "/account/password", Map.of("password", TestConsole.PASSWORD, "next-password", next, "again", next));
        assertThat(entries())
                .last()
                .isEqualTo("OFFICER_PASSWORD_CHANGED " + id(careful) + " {officer=" + id(careful) + "}");

        console.browser().signIn("careful", TestConsole.PASSWORD, console.code());
        console.browser().signIn("nobody-here", TestConsole.PASSWORD, console.code());
        console.browser().signIn("careful", next, "000000");
        assertThat(LedgerReading.tallies(console.office.jdbi())).containsExactly("SIGN_INS_REFUSED 3");
    }

    @Test
    void a_new_state_of_the_service_is_entered() {
        TestConsole.Browser administrator = console.signedIn(Role.ADMINISTRATOR);
        String by = id(requireNonNull(console.officerOf.get(Role.ADMINISTRATOR)).officer());
        administrator.post("/service/end", Map.of("understood", "on"));
        assertThat(entries()).last().isEqualTo("SERVICE_STATE_CHANGED " + by + " {state=ENDED}");
        int size = entries().size();
        administrator.post("/service/end", Map.of("understood", "on"));
        assertThat(entries()).hasSize(size);
    }

    @Test
    void what_leaves_the_console_as_a_file_is_entered_with_its_hash() throws Exception {
        TestConsole.Browser reviewer = console.signedIn(Role.REVIEWER);
        String by = id(requireNonNull(console.officerOf.get(Role.REVIEWER)).officer());
        String path = reviewer.upload(
                        "/imports",
                        "file",
                        "list.csv",
                        "店名,住所,メール\r\n正しい店,福井市9-9-9,\r\n".getBytes(StandardCharsets.UTF_8))
                .headers()
                .firstValue("Location")
                .orElseThrow();
        UUID id = UUID.fromString(path.substring(path.lastIndexOf('/') + 1));
        reviewer.post(path + "/start", Map.of("right-ones", "on"));
        console.imports.resume();
        until(() -> reviewer.get(path).body().contains("report.csv"));
        HttpResponse<String> report = reviewer.get(path + "/report.csv");
        assertThat(report.body()).contains("正しい店");
        assertThat(entries())
                .last()
                .isEqualTo(
                        "IMPORT_REPORT_EXPORTED " + by + " {hash=" + sha256(report.body()) + ", reference=" + id + "}");

        reviewer.post(path + "/posters", Map.of());
        console.imports.resume();
        until(() -> reviewer.get(path + "/posters.pdf").statusCode() == 200);
        assertThat(entries()).last().asString().startsWith("IMPORT_POSTERS_EXPORTED " + by + " {hash=");
    }

    private static void until(java.util.function.BooleanSupplier condition) {
        for (int i = 0; i < 400 && !condition.getAsBoolean(); i++) {
            java.util.concurrent.locks.LockSupport.parkNanos(50_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    private void append(Entry... entries) {
        Ledger ledger = new Ledger(console.clock);
        for (Entry entry : entries) {
            console.now.updateAndGet(now -> now.plus(Duration.ofMinutes(1)));
            console.office.jdbi().useTransaction(tx -> ledger.append(tx, entry));
        }
    }

    @Test
    void an_auditor_reads_the_ledger_in_sentences_without_names() {
        Officer approver = requireNonNull(console.officerOf.get(Role.APPROVER)).officer();
        append(
                Entry.of(Event.ADDRESSES_OPENED)
                        .notice("N-2020-0007")
                        .kind(mica.office.notice.NoticeKind.CORRECTION)
                        .hash("0123456789abcdef".repeat(4))
                        .approver(approver.id())
                        .count(1_234),
                Entry.of(Event.OFFICER_ROLES_CHANGED)
                        .by(approver.id())
                        .officer(UUID.fromString("00000000-0000-4000-8000-000000000000"))
                        .roles(List.of(Role.AUTHOR, Role.AUDITOR)));
        Document page =
                Jsoup.parse(console.signedIn(Role.AUDITOR).get("/ledger").body());
        assertThat(page.select("tbody tr").get(1).text())
                .contains("システム", "お知らせ N-2020-0007（訂正）を送るため、宛先 1,234 件を開封しました。承認者は approver、")
                .contains("照合値は 0123456789ab です");
        assertThat(page.select("tbody tr").get(0).text())
                .contains("approver", "担当者 00000000-0000-4000-8000-000000000000 の役割を「監査担当、起案者」に変更しました");
        assertThat(page.text()).doesNotContain("⟦").doesNotContain("@").doesNotContain("担当 approver");
        String english = console.signedIn(Role.AUDITOR).get("/ledger?lang=en").body();
        assertThat(english).contains("Opened 1,234 addresses to send notice N-2020-0007");
    }

    @Test
    void every_event_has_its_sentence_in_every_language() {
        for (Event event : Event.values()) {
            console.office.jdbi().useHandle(handle -> handle.execute("""
                insert into ledger_waiting (at, event, facts) values ('2020-06-01T03:00:00Z', ?, '{
                  "approver": "00000000-0000-4000-8000-000000000000", "count": "5", "day": "2020-05-01", "entry": "1",
                  "hash": "%1$s", "kind": "FIRST", "last_day": "2020-05-02", "notice": "N-2020-0001",
                  "officer": "00000000-0000-4000-8000-000000000000", "purpose": "DAY", "roles": "AUTHOR",
                  "reference": "00000000-0000-4000-8000-000000000000", "state": "OPEN"}')
                """.formatted("ab".repeat(32)), event.name()));
        }
        TestConsole.Browser auditor = console.signedIn(Role.AUDITOR);
        for (String language : List.of("ja", "en")) {
            String body = auditor.get("/ledger?lang=" + language).body();
            assertThat(body).doesNotContain("⟦").doesNotContain("{0}").doesNotContain("{1}");
        }
    }

    @Test
    void the_ledger_is_paged_by_number_and_filtered_by_event_and_period() {
        for (int i = 1; i <= 60; i++) {
            append(Entry.of(Event.NOTICE_PAUSED).notice("N-2020-%04d".formatted(i)));
        }
        console.now.updateAndGet(now -> now.plus(Duration.ofDays(10)));
        append(Entry.of(Event.NOTICE_RESUMED).notice("N-2020-0001"));
        TestConsole.Browser auditor = console.signedIn(Role.AUDITOR);
        Document first = Jsoup.parse(auditor.get("/ledger?event=NOTICE_PAUSED").body());
        assertThat(first.select("tbody tr")).hasSize(50);
        assertThat(requireNonNull(first.select("tbody tr").first()).text()).contains("N-2020-0060");
        Document second = Jsoup.parse(
                auditor.get(first.select("a[rel=next]").attr("href")).body());
        assertThat(second.select("tbody tr")).hasSize(10);
        assertThat(requireNonNull(second.select("tbody tr").last()).text()).contains("N-2020-0001");
        assertThat(second.select("a[rel=next]")).isEmpty();
        assertThat(Jsoup.parse(auditor.get("/ledger?from=2020-06-10&to=2020-06-12")
                                .body())
                        .select("tbody tr"))
                .hasSize(1);
        assertThat(Jsoup.parse(auditor.get("/ledger?from=2020-06-10&event=NOTICE_PAUSED")
                                .body())
                        .text())
                .contains("この条件に合う記録はありません");
    }

    @Test
    void odd_filters_get_an_answer_and_keep_what_was_typed() {
        TestConsole.Browser auditor = console.signedIn(Role.AUDITOR);
        HttpResponse<String> answer = auditor.get("/ledger?from=%E6%98%A8%E6%97%A5%3Cb%3E");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(Jsoup.parse(answer.body()).select("#from").val()).isEqualTo("昨日<b>");
        for (String query : List.of(
                "before=x", "event=%00", "event=DROP", "before=999999999999999999999", "to=9999-99-99", "%ff=%ff")) {
            assertThat(auditor.get("/ledger?" + query).statusCode()).as(query).isIn(200, 422);
        }
    }
}
