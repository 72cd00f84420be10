package mica.office.applications;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.ReplySeal;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.ApplicationStatus.State;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.record.Records;
import mica.exchange.venue.VenueDetails;
import mica.office.directory.PublishedStore;
import mica.office.officers.Role;
import mica.office.venues.Publication;
import mica.office.web.TestConsole;
import org.jdbi.v3.core.Jdbi;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApplicationTest {

    private static final Random RANDOM = new Random(1);
    private static TestConsole console;
    private static TestConsole.Browser reviewer;
    private static DirectoryStore directory;

    @BeforeAll
    static void start() {
        console = new TestConsole();
        reviewer = console.signedIn(Role.REVIEWER);
        directory = new DirectoryStore(console.databases.exchange().jdbi());
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static VenueApplication application(LinkToken link, int revision, String name) {
        return new VenueApplication(
                link.text(),
                "A-7K3M-92QX",
                revision,
                new VenueDetails(
                        name,
                        "スシヨシ",
                        "restaurant",
                        "9800014",
                        "仙台市",
                        "宮城県仙台市青葉区本町三丁目" + RANDOM.nextInt(1_000_000) + "番1号",
                        "022-" + (100 + RANDOM.nextInt(900)) + "-" + (1000 + RANDOM.nextInt(9000)),
                        "葛󠄀城",
                        "shop@example.jp",
                        "",
                        "ja",
                        true),
                List.of("入口", "2階 座敷"));
    }

    private static LinkToken received(String name) {
        LinkToken link = LinkToken.random(RANDOM);
        receive(application(link, 1, name));
        return link;
    }

    private static void receive(VenueApplication application) {
        console.office.jdbi().useTransaction(tx -> console.receiver.receive(tx, application));
    }

    private static Application find(String name) {
        return console.office
                .jdbi()
                .withHandle(handle -> handle.createQuery("select id from application where name = :name")
                        .bind("name", name)
                        .mapTo(UUID.class)
                        .map(id -> console.applications.find(id).orElseThrow())
                        .one());
    }

    private static ApplicationStatus status(LinkToken link) {
        byte[] body = ReplySeal.open(link, directory.reply(link).orElseThrow()).orElseThrow();
        return Records.read(new String(body, StandardCharsets.UTF_8), ApplicationStatus.class);
    }

    private static int mails(String kind, String venue) {
        return console.office
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                    select count(*) from mail m
                    where kind = :kind
                      and (parameters ->> 'venue' = :venue
                           or exists (select from application a
                                      where a.name = :venue
                                        and a.link_hash = sha256(decode(m.parameters ->> 'link', 'hex'))))
                    """)
                        .bind("kind", kind)
                        .bind("venue", venue)
                        .mapTo(Integer.class)
                        .one());
    }

    private static HttpResponse<String> decide(Application application, String what, Map<String, String> more) {
        Map<String, String> form = new java.util.HashMap<>(more);
        form.put("version", Integer.toString(application.version()));
        return reviewer.post("/applications/" + application.id() + "/" + what, form);
    }

    @Test
    void an_application_is_published_to_its_applicant_and_acknowledged_by_mail() {
        LinkToken link = received("届いた店");
        assertThat(status(link).state()).isEqualTo(State.SUBMITTED);
        assertThat(mails("APPLICATION_RECEIVED", "届いた店")).isEqualTo(1);
        assertThat(reviewer.get("/applications").body()).contains("届いた店");
        assertThat(reviewer.get("/").body()).contains("審査を待っている登録申請");
    }

    @Test
    void a_reviewer_sees_what_the_poster_cannot_print_and_a_sample_of_it() {
        received("らーめん 𪚥");
        received("물론 ☕ 荟華楼");
        String path = "/applications/" + find("らーめん 𪚥").id();
        assertThat(Jsoup.parse(reviewer.get(path).body()).select("#print").text())
                .contains("「らーめん 𪚥」は、ポスターでは「らーめん 〓」になります");
        HttpResponse<String> sample = reviewer.get(path + "/poster.pdf");
        assertThat(sample.headers().firstValue("Content-Type")).contains("application/pdf");
        assertThat(sample.body()).startsWith("%PDF");
        assertThat(reviewer.get("/applications/" + find("물론 ☕ 荟華楼").id()).body())
                .doesNotContain("id=\"print\"");
    }

    @Test
    void the_same_envelope_twice_is_one_application() {
        LinkToken link = LinkToken.random(RANDOM);
        VenueApplication application = application(link, 1, "二度届いた店");
        receive(application);
        receive(application);
        assertThat(mails("APPLICATION_RECEIVED", "二度届いた店")).isEqualTo(1);
        assertThat(console.applications.history(find("二度届いた店").id())).hasSize(1);
    }

    @Test
    void an_approval_registers_publishes_and_mails_posters() {
        LinkToken link = received("承認される 𠮷髙﨑<b>屋</b>");
        HttpResponse<String> answer = decide(find("承認される 𠮷髙﨑<b>屋</b>"), "approve", Map.of());
        assertThat(answer.statusCode()).isEqualTo(303);
        Application approved = find("承認される 𠮷髙﨑<b>屋</b>");
        assertThat(approved.state()).isEqualTo(State.APPROVED);
        var code = approved.venueCode();
        VenueFacts published = directory.venue(requireNonNull(code)).orElseThrow();
        assertThat(published.name()).isEqualTo("承認される 𠮷髙﨑<b>屋</b>");
        assertThat(directory.spots(requireNonNull(code)))
                .extracting(SpotFacts::label)
                .containsExactly("入口", "2階 座敷");
        assertThat(status(link).venueCode()).isEqualTo(requireNonNull(code).value());
        assertThat(mails("POSTERS", "承認される 𠮷髙﨑<b>屋</b>")).isEqualTo(1);
        String page = reviewer.get("/venues/" + code).body();
        assertThat(page).doesNotContain("<b>屋");
        assertThat(org.jsoup.Jsoup.parse(page).select("h1").text()).isEqualTo("承認される 𠮷髙﨑<b>屋</b>");
        assertThat(reviewer.get("/venues/" + code + "/posters.pdf").body()).startsWith("%PDF");
    }

    @Test
    void the_second_of_two_officers_gets_a_word_and_nothing_is_done_twice() {
        received("取り合いの店");
        Application seen = find("取り合いの店");
        assertThat(decide(seen, "approve", Map.of()).statusCode()).isEqualTo(303);
        HttpResponse<String> second = decide(seen, "approve", Map.of());
        assertThat(second.statusCode()).isEqualTo(422);
        assertThat(second.body()).contains("先に審査したか");
        HttpResponse<String> third = decide(seen, "reject", Map.of("reject-message", "遅い"));
        assertThat(third.statusCode()).isEqualTo(422);
        assertThat(mails("POSTERS", "取り合いの店")).isEqualTo(1);
        assertThat(console.venues.search("取り合いの店", null, null, 10)).hasSize(1);
    }

    @Test
    void a_returned_application_tells_what_to_correct_and_takes_the_correction() {
        LinkToken link = received("差し戻しの店");
        Application first = find("差し戻しの店");
        assertThat(decide(first, "return", Map.of("comment-kana", "カナが違います")).statusCode())
                .isEqualTo(422);
        assertThat(decide(first, "return", Map.of("comment-kana", "カナが違います", "return-message", "訂正を\nお願いします"))
                        .statusCode())
                .isEqualTo(303);
        assertThat(status(link).state()).isEqualTo(State.RETURNED);
        assertThat(status(link).comments()).containsEntry("kana", "カナが違います");
        assertThat(mails("APPLICATION_RETURNED", "差し戻しの店")).isEqualTo(1);
        receive(application(link, 2, "差し戻しの店"));
        assertThat(status(link).state()).isEqualTo(State.SUBMITTED);
        assertThat(find("差し戻しの店").revision()).isEqualTo(2);
        assertThat(decide(first, "approve", Map.of()).statusCode()).isEqualTo(422);
    }

    @Test
    void of_two_corrections_sent_while_the_office_was_away_the_later_holds() {
        LinkToken link = received("直す前の店");
        VenueApplication corrected = application(link, 2, "一度直した店");
        receive(corrected);
        receive(corrected);
        assertThat(find("一度直した店").revision()).isEqualTo(2);
        receive(application(link, 2, "二度直した店"));
        receive(application(link, 2, "三度直した店"));
        assertThat(find("三度直した店").revision()).isEqualTo(4);
        assertThat(status(link).application().details().name()).isEqualTo("三度直した店");
    }

    @Test
    void a_correction_after_the_decision_is_refused() {
        LinkToken link = received("却下の店");
        decide(find("却下の店"), "reject", Map.of("reject-message", "対象外です"));
        assertThat(status(link).state()).isEqualTo(State.REJECTED);
        assertThatThrownBy(() -> receive(application(link, 2, "却下の店"))).isInstanceOf(RefusedApplicationException.class);
        assertThat(find("却下の店").state()).isEqualTo(State.REJECTED);
    }

    @Test
    void an_applicant_can_withdraw_before_the_decision_only() {
        LinkToken link = received("取り下げる店");
        console.office.jdbi().useTransaction(tx -> console.receiver.withdraw(tx, link));
        assertThat(status(link).state()).isEqualTo(State.WITHDRAWN);
        assertThat(mails("APPLICATION_WITHDRAWN", "取り下げる店")).isEqualTo(1);
        LinkToken decided = received("もう決まった店");
        decide(find("もう決まった店"), "approve", Map.of());
        console.office.jdbi().useTransaction(tx -> console.receiver.withdraw(tx, decided));
        assertThat(find("もう決まった店").state()).isEqualTo(State.APPROVED);
    }

    @Test
    void nonsense_from_the_front_is_refused() {
        LinkToken link = LinkToken.random(RANDOM);
        VenueApplication right = application(link, 1, "店");
        List<VenueApplication> wrong = List.of(
                with(right, "line\nbreak", "restaurant", "仙台市", "shop@example.jp"),
                with(right, "\u202Eevil", "restaurant", "仙台市", "shop@example.jp"),
                with(right, "長".repeat(10_000), "restaurant", "仙台市", "shop@example.jp"),
                with(right, "", "restaurant", "仙台市", "shop@example.jp"),
                with(right, "店", "unknown", "仙台市", "shop@example.jp"),
                with(right, "店", "restaurant", "火星市", "shop@example.jp"),
                with(right, "店", "restaurant", "仙台市", "a@b.example\r\nBcc: c@d.example"));
        for (VenueApplication application : wrong) {
            assertThatThrownBy(() -> receive(application)).isInstanceOf(RefusedApplicationException.class);
        }
    }

    private static VenueApplication with(
            VenueApplication one, String name, String sector, String municipality, String email) {
        VenueDetails details = VenueDetails.of(
                field -> switch (field) {
                    case NAME -> name;
                    case SECTOR -> sector;
                    case MUNICIPALITY -> municipality;
                    case EMAIL -> email;
                    case KANA, POSTAL_CODE, ADDRESS, PHONE, CONTACT_PERSON, OPENING_HOURS -> field.of(one.details());
                },
                one.details().language(),
                one.details().listed());
        return new VenueApplication(one.linkToken(), one.receiptNumber(), one.revision(), details, one.spots());
    }

    @Test
    void what_the_exchange_missed_is_published_when_it_is_back() {
        LinkToken link = received("届かない店");
        Application application = find("届かない店");
        Jdbi away = Jdbi.create("jdbc:postgresql://127.0.0.1:1/none?connectTimeout=1");
        var lost = new PublishedStore(away, console.clock);
        var answers = new ApplicationAnswers(console.secrets.atRest(), lost);
        Publication failing = new Publication(console.office.jdbi(), lost, answers);
        Applications offline = console.applications(failing);
        UUID officer =
                requireNonNull(console.officerOf.get(Role.REVIEWER)).officer().id();
        assertThat(offline.approve(application.id(), application.version(), officer))
                .isInstanceOf(Applications.Outcome.Decided.class);
        assertThat(status(link).state()).isEqualTo(State.SUBMITTED);
        console.publication.run();
        assertThat(status(link).state()).isEqualTo(State.APPROVED);
        assertThat(directory.venue(requireNonNull(find("届かない店").venueCode()))).isPresent();
    }

    @Test
    void a_second_application_of_one_place_is_pointed_out() {
        LinkToken link = LinkToken.random(RANDOM);
        VenueApplication first = application(link, 1, "一つ目の店");
        receive(first);
        VenueApplication second = new VenueApplication(
                LinkToken.random(RANDOM).text(),
                "A-7K3M-92QY",
                1,
                new VenueDetails(
                        "二つ目の店",
                        "フタツメ",
                        "restaurant",
                        "9800014",
                        "仙台市",
                        first.details()
                                .address()
                                .replaceAll("宮城県|号", "")
                                .replace("三丁目", "３－")
                                .replace("番", "ー"),
                        "0120-000-000",
                        "係",
                        "x@example.jp",
                        "",
                        "ja",
                        false),
                List.of("入口"));
        receive(second);
        assertThat(reviewer.get("/applications/" + find("二つ目の店").id()).body()).contains("一つ目の店");
    }

    @Test
    void a_venue_is_edited_paused_and_published_and_an_old_form_changes_nothing() {
        received("変わる店");
        decide(find("変わる店"), "approve", Map.of());
        var code = find("変わる店").venueCode();
        Map<String, String> form = new java.util.HashMap<>(Map.of(
                "version", "1",
                "name", "変わった店",
                "sector", "karaoke",
                "municipality", "石巻市",
                "address", "石巻市1-1",
                "postalCode", "986-0001"));
        assertThat(reviewer.post("/venues/" + code + "/edit", form).statusCode())
                .isEqualTo(303);
        assertThat(directory.venue(requireNonNull(code)).orElseThrow().name()).isEqualTo("変わった店");
        assertThat(directory.venue(requireNonNull(code)).orElseThrow().listed()).isFalse();
        form.put("name", "古い画面から");
        HttpResponse<String> late = reviewer.post("/venues/" + code + "/edit", form);
        assertThat(late.statusCode()).isEqualTo(422);
        assertThat(late.body()).contains("ほかの担当者が先に").contains("古い画面から");
        assertThat(directory.venue(requireNonNull(code)).orElseThrow().name()).isEqualTo("変わった店");
        reviewer.post("/venues/" + code + "/state", Map.of("version", "2", "state", "PAUSED"));
        assertThat(directory.venue(requireNonNull(code)).orElseThrow().state()).isEqualTo(VenueFacts.State.PAUSED);
    }

    @Test
    void strange_questions_get_pages_and_no_errors() {
        for (String path : List.of(
                "/applications?state=NONSENSE&after=%FF",
                "/applications?after=" + UUID.randomUUID(),
                "/venues?words=%E3%81&state=x&after=%C0%80",
                "/venues?words=%25_%27%5C")) {
            assertThat(reviewer.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(reviewer.get("/venues/nothing").statusCode()).isEqualTo(404);
        assertThat(reviewer.get("/applications/nothing").statusCode()).isEqualTo(404);
    }
}
