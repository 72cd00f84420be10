package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Venues imported from a file through the console, seen while it runs and when it is done. */
class ManyVenuesTest {

    @ParameterizedTest
    @EnumSource(Eyes.Viewport.class)
    void an_import_shows_how_far_it_is_and_ends_in_a_report(Eyes.Viewport viewport) throws Exception {
        try (DemoWorld world = DemoWorld.start();
                Eyes eyes = Eyes.open(viewport)) {
            Page reviewer = world.signIn(eyes, "shinsa");
            upload(world, reviewer, "会員店の一覧（令和8年4月1日現在・組合作成）.csv", 1_500, 30);
            eyes.look(reviewer, "import-map");
            reviewer.click("form[action$='/start'] button");
            assertThat(reviewer.locator("#errors").isVisible())
                    .as("wrong lines")
                    .isTrue();
            reviewer.check("#right-ones");
            stopLooking(reviewer);
            reviewer.click("form[action$='/start'] button");
            assertThat(reviewer.locator("progress").isVisible()).isTrue();
            eyes.look(reviewer, "import-running");
            lookAgain(reviewer);
            reviewer.waitForSelector("a[href$='/report.csv']");
            assertThat(reviewer.locator("main").innerText())
                    .contains("1,530行のうち1,500店舗")
                    .contains("30");
            eyes.look(reviewer, "import-done");
            reviewer.navigate(world.demo.officeAddress() + "/imports");
            eyes.look(reviewer, "imports-list");
            assertThat(eyes.problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Eyes.Viewport.class)
    void all_posters_of_an_import_come_in_one_file(Eyes.Viewport viewport) throws Exception {
        try (DemoWorld world = DemoWorld.start();
                Eyes eyes = Eyes.open(viewport)) {
            Page reviewer = world.signIn(eyes, "shinsa");
            upload(world, reviewer, "list.csv", 30, 0);
            reviewer.click("form[action$='/start'] button");
            reviewer.waitForSelector("form[action$='/posters']");
            stopLooking(reviewer);
            reviewer.click("form[action$='/posters'] button");
            assertThat(reviewer.locator("progress").isVisible()).isTrue();
            eyes.look(reviewer, "posters-printing");
            lookAgain(reviewer);
            reviewer.waitForSelector("a[href$='/posters.pdf']");
            eyes.look(reviewer, "posters-ready");
            assertThat(eyes.problems()).isEmpty();
        }
    }

    private static void upload(DemoWorld world, Page reviewer, String name, int right, int wrong) {
        StringBuilder csv = new StringBuilder("店名,住所\n");
        for (int i = 1; i <= right; i++) {
            csv.append("食堂 ").append(i).append("号店,宮城県仙台市青葉区上杉").append(i).append("-1\n");
        }
        for (int i = 1; i <= wrong; i++) {
            // Miyagi has a town of this name, and this is not it.
            csv.append("よその店 ").append(i).append(",福井県越前市大和町").append(i).append("\n");
        }
        reviewer.navigate(world.demo.officeAddress() + "/imports");
        reviewer.setInputFiles(
                "#file", new FilePayload(name, "text/csv", csv.toString().getBytes(StandardCharsets.UTF_8)));
        reviewer.click("main form button");
        assertThat(reviewer.locator("main").innerText()).contains("列の対応");
    }

    /** Keeps the page as it is, so that it can be looked at in peace. */
    private static void stopLooking(Page page) {
        page.route("**/imports/*", route -> {
            if (route.request().resourceType().equals("fetch")) {
                route.abort();
            } else {
                route.resume();
            }
        });
    }

    /** From here on the page's own script must bring the news. */
    private static void lookAgain(Page page) {
        page.unroute("**/imports/*");
    }
}
