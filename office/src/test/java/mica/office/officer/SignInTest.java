package mica.office.officer;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.HttpCookie;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import mica.office.web.TestConsole;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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
        console.officers.setActive(leaving.id(), false, leaving.id());
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
        Officer last = console.officerOf.get(Role.ADMINISTRATOR).officer();
        assertThat(console.officers.setActive(last.id(), false, last.id()))
                .isInstanceOf(Officers.Change.LastAdministrator.class);
        assertThat(console.officers.changeRoles(last.id(), Set.of(Role.AUTHOR), last.id()))
                .isInstanceOf(Officers.Change.LastAdministrator.class);
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
