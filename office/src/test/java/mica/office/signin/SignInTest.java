package mica.office.signin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mica.office.officers.Officer;
import mica.office.officers.Officers;
import mica.office.officers.Role;
import mica.office.web.TestConsole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SignInTest {

    private static TestConsole console;

    @BeforeAll
    static void start() {
        console = new TestConsole();
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void an_officer_signs_in_and_out() {
        TestConsole.Browser browser = console.signedIn(Role.REVIEWER);
        assertThat(browser.get("/").body()).contains("担当 reviewer");
        browser.post("/logout", Map.of());
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void the_session_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
        TestConsole.Browser browser = console.browser();
        HttpResponse<String> answer = browser.signIn("reviewer", TestConsole.PASSWORD, console.code());
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("console=")
                        .containsIgnoringCase("HttpOnly")
                        .containsIgnoringCase("SameSite=Strict"));
    }

    @Test
    void signing_in_changes_the_session_id() {
        TestConsole.Browser browser = console.signedIn(Role.REVIEWER);
        String before = cookie(browser);
        browser.post("/login", Map.of("login", "reviewer", "password", TestConsole.PASSWORD, "code", console.code()));
        assertThat(cookie(browser)).isNotEqualTo(before);
    }

    private static String cookie(TestConsole.Browser browser) {
        return browser.cookies().getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals("console"))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whatever_is_wrong_the_answer_is_the_same() {
        console.add("same-answer", Set.of(Role.AUTHOR));
        TestConsole.Browser browser = console.browser();
        String unknown = browser.signIn("nobody-here", TestConsole.PASSWORD, console.code())
                .body()
                .replace("nobody-here", "");
        String password = browser.signIn("same-answer", "wrong password", console.code())
                .body()
                .replace("same-answer", "");
        String code = browser.signIn("same-answer", TestConsole.PASSWORD, "000000")
                .body()
                .replace("same-answer", "");
        assertThat(withoutDemo(password)).isEqualTo(withoutDemo(unknown));
        assertThat(withoutDemo(code)).isEqualTo(withoutDemo(unknown));
    }

    private static String withoutDemo(String body) {
        return body.replaceAll("(?s)<section class=\"note\">.*</section>", "");
    }

    /** People type a password into the field above it; and whoever reads the log must not learn names by trying. */
    @Test
    void a_refused_sign_in_is_written_down_with_its_account_and_without_what_was_typed() {
        console.add("refused", Set.of(Role.AUTHOR));
        List<String> lines = logged(() -> {
            console.browser().signIn("refused", "mistyped-pass-71", "135792");
            console.browser().signIn("password-as-name-83", "mistyped-pass-72", "135793");
            console.browser().signIn("Password As A Name \u0000 84", "mistyped-pass-73", "135794");
        });
        assertThat(lines.stream().filter(line -> line.startsWith("officer.refused")))
                .containsExactly(
                        "officer.refused account=refused route=\"POST /login\"",
                        "officer.refused account=unknown route=\"POST /login\"",
                        "officer.refused account=unknown route=\"POST /login\"");
        assertThat(lines.toString())
                .doesNotContainIgnoringCase("mistyped-pass")
                .doesNotContainIgnoringCase("as-name")
                .doesNotContainIgnoringCase("as a name")
                .doesNotContain("13579");
    }

    @Test
    void what_an_officer_may_not_is_written_down_with_account_and_route() {
        TestConsole.Browser reviewer = console.signedIn(Role.REVIEWER);
        List<String> lines = logged(() -> {
            assertThat(reviewer.get("/officers/0b1f7f0e-0000-4000-8000-00000000beef?secret=71")
                            .statusCode())
                    .isEqualTo(403);
            assertThat(reviewer.post("/notices", Map.of("words", "typed-words-74"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(reviewer.postFrom("https://evil.example", "/logout", Map.of("a", "typed-words-75"))
                            .statusCode())
                    .isEqualTo(403);
            assertThat(console.browser()
                            .postFrom("https://evil.example", "/login", Map.of("login", "typed-words-76"))
                            .statusCode())
                    .isEqualTo(403);
        });
        assertThat(lines.stream().filter(line -> line.startsWith("web.refused")))
                .containsExactly(
                        "web.refused status=403 method=GET route=/officers/{id} account=reviewer unsaid_before=0",
                        "web.refused status=403 method=POST route=/notices account=reviewer unsaid_before=0",
                        "web.refused status=403 method=POST route=/logout account=reviewer unsaid_before=0",
                        "web.refused status=403 method=POST route=/login account=none unsaid_before=0");
        assertThat(lines.toString()).doesNotContain("typed-words", "evil", "secret=71", "beef");
    }

    private static List<String> logged(Runnable act) {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = root.getLevel();
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        root.setLevel(Level.INFO);
        root.addAppender(lines);
        try {
            act.run();
        } finally {
            root.detachAppender(lines);
            root.setLevel(before);
        }
        return lines.list.stream()
                .map(line -> line.getFormattedMessage()
                        + (line.getThrowableProxy() == null
                                ? ""
                                : ThrowableProxyUtil.asString(line.getThrowableProxy())))
                .toList();
    }

    @Test
    void a_code_works_once() {
        console.add("once", Set.of(Role.AUTHOR));
        String code = console.code();
        assertThat(console.browser().signIn("once", TestConsole.PASSWORD, code).statusCode())
                .isEqualTo(303);
        assertThat(console.browser().signIn("once", TestConsole.PASSWORD, code).statusCode())
                .isEqualTo(422);
    }

    @Test
    void a_code_is_good_half_a_minute_later_and_not_after_a_minute() {
        console.add("late", Set.of(Role.AUTHOR));
        String code = console.code();
        console.now.updateAndGet(now -> now.plusSeconds(30));
        assertThat(console.browser().signIn("late", TestConsole.PASSWORD, code).statusCode())
                .isEqualTo(303);
        String old = console.code();
        console.now.updateAndGet(now -> now.plusSeconds(60));
        assertThat(console.browser().signIn("late", TestConsole.PASSWORD, old).statusCode())
                .isEqualTo(422);
    }

    @Test
    void after_five_failures_even_the_right_password_waits() {
        console.add("guessed", Set.of(Role.AUTHOR));
        for (int i = 0; i < 5; i++) {
            console.browser().signIn("guessed", "guess " + i, "123456");
        }
        console.now.updateAndGet(now -> now.minusSeconds(25));
        assertThat(console.browser()
                        .signIn("guessed", TestConsole.PASSWORD, console.code())
                        .statusCode())
                .isEqualTo(422);
        console.now.updateAndGet(now -> now.plus(Duration.ofMinutes(1)));
        assertThat(console.browser()
                        .signIn("guessed", TestConsole.PASSWORD, console.code())
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void a_session_ends_after_twelve_hours() {
        TestConsole.Browser browser = console.signedIn(Role.REVIEWER);
        console.now.updateAndGet(now -> now.plus(Duration.ofHours(11)));
        assertThat(browser.get("/").statusCode()).isEqualTo(200);
        console.now.updateAndGet(now -> now.plus(Duration.ofHours(2)));
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
    }

    @Test
    void letting_an_officer_go_ends_their_session() {
        Officer leaving = console.add("leaving", Set.of(Role.AUTHOR)).officer();
        TestConsole.Browser browser = console.signedIn("leaving");
        console.officers.disable(leaving.id(), leaving.id());
        assertThat(browser.get("/").statusCode()).isEqualTo(303);
        assertThat(console.browser()
                        .signIn("leaving", TestConsole.PASSWORD, console.code())
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void changing_the_password_ends_the_sessions_elsewhere_and_keeps_this_one() {
        console.add("careful", Set.of(Role.AUTHOR));
        TestConsole.Browser here = console.signedIn("careful");
        TestConsole.Browser elsewhere = console.signedIn("careful");
        HttpResponse<String> answer = here.post(
                "/account/password",
                Map.of("password", TestConsole.PASSWORD, "next-password", "青い空と白い雲と風の音", "again", "青い空と白い雲と風の音"));
        assertThat(answer.statusCode()).isEqualTo(422);
        answer = here.post(
                "/account/password",
                Map.of(
                        "password", TestConsole.PASSWORD,
                        "next-password", "青い空と白い雲と風の音と海",
                        "again", "青い空と白い雲と風の音と海"));
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(here.get("/account").body()).contains("パスワードを変更しました");
        assertThat(elsewhere.get("/account").statusCode()).isEqualTo(303);
        assertThat(console.browser()
                        .signIn("careful", "青い空と白い雲と風の音と海", console.code())
                        .statusCode())
                .isEqualTo(303);
    }

    @Test
    void the_last_administrator_cannot_be_removed() {
        Officer last = requireNonNull(console.officerOf.get(Role.ADMINISTRATOR)).officer();
        assertThat(console.officers.disable(last.id(), last.id()))
                .isInstanceOf(Officers.Outcome.LastAdministrator.class);
        assertThat(console.officers.changeRoles(last.id(), Set.of(Role.AUTHOR), last.id()))
                .isInstanceOf(Officers.Outcome.LastAdministrator.class);
        TestConsole.Browser browser = console.signedIn(Role.ADMINISTRATOR);
        HttpResponse<String> answer = browser.post("/officers/" + last.id() + "/deactivate", Map.of());
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("利用中のシステム管理者がいなくなる");
    }

    @Test
    void a_new_officer_signs_in_with_what_the_page_showed() {
        TestConsole.Browser administrator = console.signedIn(Role.ADMINISTRATOR);
        HttpResponse<String> answer = administrator.post(
                "/officers",
                Map.of("login", "New.One", "name", "髙﨑 𠮷子<b>", "email", "new@example.jp", "role-AUTHOR", "on"));
        assertThat(answer.statusCode()).isEqualTo(200);
        var page = org.jsoup.Jsoup.parse(answer.body());
        assertThat(page.select("svg path").attr("d")).isNotEmpty();
        assertThat(page.select("h1").text()).contains("髙﨑 𠮷子<b>");
        Officer added = console.officers.find("new.one").orElseThrow();
        String password = page.select("dl code").get(1).text();
        String secret = page.select("p code").text().replace(" ", "");
        String code = console.officers.nextCode("new.one", secret);
        assertThat(console.browser().signIn("new.one", password, code).statusCode())
                .isEqualTo(303);
        assertThat(added.roles()).containsExactly(Role.AUTHOR);
        assertThat(administrator
                        .post(
                                "/officers",
                                Map.of("login", "new.one", "name", "二人目", "email", "x@example.jp", "role-AUTHOR", "on"))
                        .body())
                .contains("すでに使われています")
                .contains("二人目");
    }

    @Test
    void a_flawed_form_keeps_what_was_typed_and_adds_nobody() {
        TestConsole.Browser administrator = console.signedIn(Role.ADMINISTRATOR);
        for (String name : new String[] {"", "a\nb", "\u202Eevil", "\uFFFD", "長".repeat(10_000)}) {
            HttpResponse<String> answer = administrator.post(
                    "/officers", Map.of("login", "flawed", "name", name, "email", "x@example.jp", "role-AUTHOR", "on"));
            assertThat(answer.statusCode()).isEqualTo(422);
        }
        assertThat(console.officers.find("flawed")).isEmpty();
    }

    @Test
    void the_panel_of_the_demonstration_needs_an_object_that_only_the_demonstration_makes() {
        assertThat(console.browser().get("/login").body()).contains("デモの担当者").contains(TestConsole.PASSWORD);
        try (TestConsole production = new TestConsole(false)) {
            assertThat(production.browser().get("/login").body()).doesNotContain(TestConsole.PASSWORD);
        }
    }
}
