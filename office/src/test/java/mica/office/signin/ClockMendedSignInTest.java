package mica.office.signin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import mica.office.officers.Role;
import mica.office.web.TestConsole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Officers who signed in, or tried to, while the clock was a day ahead. */
class ClockMendedSignInTest {

    private TestConsole console;
    private Instant right;

    @BeforeEach
    void start() {
        console = new TestConsole();
        console.add("clerk", Set.of(Role.AUTHOR));
        right = console.now.get();
        console.now.set(right.plus(Duration.ofDays(1)));
    }

    @AfterEach
    void stop() {
        console.close();
    }

    private int signIn(TestConsole.Browser browser, String password) {
        return browser.signIn("clerk", password, console.code()).statusCode();
    }

    @Test
    void a_code_of_that_day_keeps_none_of_today_out() {
        assertThat(signIn(console.browser(), TestConsole.PASSWORD)).isEqualTo(303);
        console.now.set(right.plusSeconds(60));
        String code = console.code();
        assertThat(console.browser().signIn("clerk", TestConsole.PASSWORD, code).statusCode())
                .isEqualTo(303);
        assertThat(console.browser().signIn("clerk", TestConsole.PASSWORD, code).statusCode())
                .as("the same code twice")
                .isNotEqualTo(303);
    }

    @Test
    void a_pause_after_failures_does_not_last_until_that_day() {
        for (int i = 0; i < 8; i++) {
            assertThat(signIn(console.browser(), "wrong password")).isNotEqualTo(303);
        }
        assertThat(signIn(console.browser(), TestConsole.PASSWORD))
                .as("a pause")
                .isNotEqualTo(303);
        console.now.set(right.plusSeconds(60));
        assertThat(signIn(console.browser(), TestConsole.PASSWORD)).isEqualTo(303);
    }

    @Test
    void a_session_that_began_on_that_day_is_over_and_another_one_lasts() {
        TestConsole.Browser before = console.signedIn("clerk");
        assertThat(before.get("/").statusCode()).isEqualTo(200);
        console.now.set(right.plusSeconds(60));
        assertThat(before.get("/").statusCode()).isEqualTo(303);
        TestConsole.Browser now = console.signedIn("clerk");
        console.now.updateAndGet(at -> at.plus(Duration.ofHours(1)));
        assertThat(now.get("/").statusCode()).isEqualTo(200);
    }
}
