package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import mica.exchange.envelope.Envelope;
import mica.exchange.seal.KeyPurpose;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A database that takes nothing for a while: who comes then is told so while it still stands, and keeps what was typed. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class OverloadTest {

    private static final String MARK = "0123456789abcdef0123456789abcdef";
    /** Right, and not to be put into a page as it is. */
    private static final String TYPED = "o'neil&co@example.jp";

    private static final Town TOWN = town();
    private static final Front FRONT = Front.start(patient(), TOWN.clock);
    private final String door = "/" + TOWN.spot;

    private static Town town() {
        Town town = new Town();
        town.databases.waitsOfTheFrontAreLong();
        return town;
    }

    /** Waits for its commits as long as the test likes, and for room in one as long as visitors like. */
    private static FrontConfiguration patient() {
        FrontConfiguration usual = FrontConfiguration.of(
                "127.0.0.1", 0, TOWN.databases.frontExchange(), List.of(TOWN.office.signingKey()));
        return new FrontConfiguration(
                usual.web(),
                usual.exchange(),
                usual.officeKeys(),
                "a key for the tests only",
                Duration.ofHours(1),
                usual.waitingEnvelopes(),
                Duration.ofHours(1),
                Duration.ZERO);
    }

    @AfterAll
    static void close() {
        FRONT.close();
        TOWN.close();
    }

    private static Map<String, String> form(String email) {
        return new TreeMap<>(Map.of("email", email, "visit", MARK));
    }

    /** In a transaction of its own, which alone sees what is new. */
    private static long stuck() {
        return TOWN.databases
                .exchange()
                .jdbi()
                .withHandle(handle -> handle.createQuery("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and usename = 'mica_front' and wait_event_type = 'Lock'
                        """).mapTo(Long.class).one());
    }

    @Test
    void who_comes_while_nothing_is_taken_is_told_meanwhile_and_one_more_tap_sends_it_again() throws Exception {
        Browser visitor = new Browser(FRONT.port(), "ja");
        assertThat(visitor.post(door, form("first@example.jp")).status()).isEqualTo(303);
        TOWN.office.take();
        List<Future<Browser.Answer>> stuck = new ArrayList<>();
        Browser.Answer pressedAgain;
        try (ExecutorService people = Executors.newVirtualThreadPerTaskExecutor();
                Handle owner = TOWN.databases.exchange().jdbi().open()) {
            owner.begin();
            owner.execute("lock table mailbox.envelope in exclusive mode");
            for (int i = 1; i <= 2; i++) {
                String email = "stuck" + i + "@example.jp";
                stuck.add(people.submit(() -> new Browser(FRONT.port(), "ja").post(door, form(email))));
                while (stuck() < i) {
                    Thread.sleep(20);
                }
            }
            // The first makes the page that the express has ready for all others.
            for (String language : List.of("ja", "en", "ja", "en")) {
                Browser.Answer told = new Browser(FRONT.port(), language).post(door, form(TYPED));
                assertThat(stuck()).as("the database still takes nothing").isEqualTo(2);
                assertBusy(told, language, TYPED);
            }
            assertThat(stuck).noneMatch(Future::isDone);
            Browser.Answer told = visitor.post(door, form(TYPED));
            owner.rollback();
            for (Future<Browser.Answer> each : stuck) {
                assertThat(each.get(60, TimeUnit.SECONDS).status()).isEqualTo(303);
            }
            pressedAgain = visitor.post(told.page().select("main form").attr("action"), told.fields());
        }
        assertThat(pressedAgain.status()).isEqualTo(303);
        List<Envelope> taken = TOWN.office.take();
        assertThat(taken)
                .extracting(envelope -> TOWN.office.openText(envelope, KeyPurpose.DOOR))
                .containsExactlyInAnyOrder("stuck1@example.jp", "stuck2@example.jp", TYPED);
    }

    private void assertBusy(Browser.Answer told, String language, String typed) {
        assertThat(told.status()).isEqualTo(503);
        assertThat(told.header("Retry-After")).isEqualTo("10");
        assertThat(told.header("Content-Type")).startsWith("text/html");
        assertThat(told.header("Content-Security-Policy")).isNotEmpty();
        assertThat(told.title()).isEqualTo("喫茶 髙﨑 入口");
        assertThat(told.page().title()).contains("喫茶 髙﨑");
        assertThat(told.page().select("[role=alert]").text())
                .contains(language.equals("ja") ? "入力した内容はこの画面に残っています" : "What you typed is still on this page");
        assertThat(told.page().select("main form").attr("action")).isEqualTo(door);
        assertThat(told.page().select(".lang a").eachAttr("href")).contains(door + "?lang=en");
        assertThat(told.fields()).containsEntry("email", typed).containsEntry("visit", MARK);
        assertThat(told.body()).doesNotContain("zq");
        assertThat(told.page().select("script")).isEmpty();
    }
}
