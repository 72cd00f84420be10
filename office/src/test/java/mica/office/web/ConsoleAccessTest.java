package mica.office.web;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import mica.office.officers.Officer;
import mica.office.officers.Role;
import mica.web.Access;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Walks every page of the console as everybody. */
class ConsoleAccessTest {

    private static final String ID = "00000000-0000-4000-8000-000000000000";

    /** What may be opened, by whom. Change it together with the table of routes, and think twice. */
    private static final Map<Set<?>, List<String>> APPROVED = Map.of(
            Set.of(Access.ANYONE), List.of("GET /login", "GET /health", "POST /login", "POST /logout"),
            Set.of(Allowed.OFFICER), List.of("GET /", "GET /account", "POST /account/password"),
            Set.of(Role.REVIEWER),
                    List.of(
                            "GET /applications",
                            "GET /applications/{id}",
                            "GET /applications/{id}/poster.pdf",
                            "POST /applications/{id}/approve",
                            "POST /applications/{id}/return",
                            "POST /applications/{id}/reject",
                            "GET /venues",
                            "GET /venues/{code}",
                            "GET /venues/{code}/edit",
                            "POST /venues/{code}/edit",
                            "POST /venues/{code}/state",
                            "GET /venues/{code}/posters.pdf",
                            "POST /venues/{code}/posters",
                            "GET /imports",
                            "POST /imports",
                            "GET /imports/{id}",
                            "POST /imports/{id}/mapping",
                            "POST /imports/{id}/start",
                            "GET /imports/{id}/report.csv",
                            "POST /imports/{id}/posters",
                            "GET /imports/{id}/posters.pdf"),
            Set.of(Role.AUTHOR, Role.APPROVER),
                    List.of(
                            "GET /notices",
                            "GET /notices/{id}",
                            "GET /notices/{id}/preview",
                            "POST /notices/{id}/pause",
                            "POST /notices/{id}/resume",
                            "GET /notices/{id}/stop",
                            "POST /notices/{id}/stop",
                            "GET /notices/{id}/events",
                            "GET /notices/{id}/counts.csv"),
            Set.of(Role.AUTHOR),
                    List.of(
                            "POST /notices",
                            "GET /notices/{id}/edit",
                            "POST /notices/{id}/edit",
                            "GET /notices/{id}/count",
                            "GET /notices/{id}/check",
                            "POST /notices/{id}/test",
                            "POST /notices/{id}/ask",
                            "POST /notices/{id}/discard",
                            "POST /notices/{id}/follow-up"),
            Set.of(Role.APPROVER), List.of("POST /notices/{id}/approve", "POST /notices/{id}/return"),
            Set.of(Role.ADMINISTRATOR, Role.AUDITOR),
                    List.of("GET /ledger", "GET /erasures", "GET /erasures/{day}/certificate.json"),
            Set.of(Role.ADMINISTRATOR, Role.APPROVER, Role.AUDITOR), List.of("GET /holds", "GET /holds/{id}"),
            Set.of(Role.ADMINISTRATOR, Role.APPROVER),
                    List.of(
                            "GET /holds/new",
                            "POST /holds",
                            "POST /holds/{id}/confirm",
                            "POST /holds/{id}/refuse",
                            "POST /holds/{id}/lift"),
            Set.of(Role.ADMINISTRATOR),
                    List.of(
                            "GET /officers",
                            "POST /officers",
                            "GET /officers/new",
                            "GET /officers/{id}",
                            "POST /officers/{id}/roles",
                            "POST /officers/{id}/deactivate",
                            "POST /officers/{id}/activate",
                            "POST /officers/{id}/reset",
                            "GET /service",
                            "POST /service/open",
                            "GET /service/end",
                            "POST /service/end"));

    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = new TestConsole();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    private static List<ConsoleRoutes.ConsoleRoute> table() {
        return ConsoleRoutes.table(console.pages);
    }

    @Test
    void every_route_is_on_the_approved_list_with_its_access() {
        Set<String> approved = new TreeSet<>();
        APPROVED.forEach((access, routes) -> routes.forEach(route -> approved.add(route + " " + names(access))));
        Set<String> actual = new TreeSet<>();
        table().forEach(route -> actual.add(route.method() + " " + route.path() + " " + names(route.access())));
        assertThat(actual).isEqualTo(approved);
    }

    private static String names(Set<?> access) {
        return new TreeSet<>(access.stream().map(Object::toString).toList()).toString();
    }

    @Test
    void nobody_gets_past_the_sign_in_without_signing_in() {
        TestConsole.Browser stranger = console.browser();
        for (ConsoleRoutes.ConsoleRoute route : table()) {
            if (!route.access().contains(Access.ANYONE)) {
                HttpResponse<String> answer = ask(stranger, route);
                assertThat(answer.statusCode()).as(route.path()).isEqualTo(303);
                assertThat(answer.headers().firstValue("Location").orElseThrow())
                        .as(route.path())
                        .contains("/login");
            }
        }
        HttpResponse<String> head = stranger.send("HEAD", "/officers", HttpRequest.BodyPublishers.noBody(), null);
        assertThat(head.statusCode()).isNotEqualTo(200);
    }

    @Test
    void an_officer_of_one_role_is_refused_wherever_the_role_is_not_enough() {
        for (Role role : Role.values()) {
            TestConsole.Browser officer = console.signedIn(role);
            for (ConsoleRoutes.ConsoleRoute route : table()) {
                boolean may = route.access().contains(new Allowed(role))
                        || route.access().contains(Allowed.OFFICER);
                if (!may && !route.access().contains(Access.ANYONE)) {
                    assertThat(ask(officer, route).statusCode())
                            .as(role + " " + route.method() + " " + route.path())
                            .isEqualTo(403);
                } else if (may && route.method().name().equals("GET")) {
                    assertThat(ask(officer, route).statusCode())
                            .as(role + " " + route.path())
                            .isIn(200, 303, 404);
                }
            }
        }
    }

    @Test
    void the_menu_offers_what_the_officer_may_open_and_nothing_else() {
        for (Role role : Role.values()) {
            Officer officer = requireNonNull(console.officerOf.get(role)).officer();
            TestConsole.Browser browser = console.signedIn(role);
            assertThat(ConsoleRoutes.menu(officer))
                    .isNotEmpty()
                    .allSatisfy(item -> assertThat(browser.get(item.href()).statusCode())
                            .as(role + " " + item.href())
                            .isEqualTo(200));
        }
    }

    @Test
    void the_sign_in_leads_on_to_pages_of_the_console_only() {
        for (String next : List.of("https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", "x")) {
            HttpResponse<String> answer = console.browser()
                    .post(
                            "/login",
                            Map.of(
                                    "login",
                                    "reviewer",
                                    "password",
                                    TestConsole.PASSWORD,
                                    "code",
                                    console.code(),
                                    "next",
                                    next));
            assertThat(answer.headers().firstValue("Location").orElseThrow()).endsWith("/");
            assertThat(answer.headers().firstValue("Location").orElseThrow()).doesNotContain("evil");
        }
    }

    @Test
    void a_form_sent_from_a_foreign_page_is_refused() throws Exception {
        HttpRequest foreign = HttpRequest.newBuilder(
                        java.net.URI.create("http://127.0.0.1:" + console.console.port() + "/logout"))
                .header("Origin", "https://evil.example")
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        assertThat(java.net.http.HttpClient.newHttpClient()
                        .send(foreign, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(403);
    }

    private static HttpResponse<String> ask(TestConsole.Browser browser, ConsoleRoutes.ConsoleRoute route) {
        String path =
                route.path().replace("{id}", ID).replace("{code}", "2222222222").replace("{day}", "2026-04-12");
        return route.method().name().equals("GET") ? browser.get(path) : browser.post(path, Map.of());
    }
}
