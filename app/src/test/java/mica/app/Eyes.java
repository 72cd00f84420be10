package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Chromium, looking: every page seen is checked for accessibility, overflow and missing texts, and pictured. */
final class Eyes implements AutoCloseable {

    /** What a person holds. */
    enum Viewport {
        PHONE(390, 844),
        PC(1280, 900);

        final int width;
        final int height;

        Viewport(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    private static final List<String> PLACES = List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private final Playwright playwright;
    private final Browser browser;
    private final Viewport viewport;
    private final Path pictures = Path.of("target", "screenshots");

    private Eyes(Playwright playwright, Browser browser, Viewport viewport) {
        this.playwright = playwright;
        this.browser = browser;
        this.viewport = viewport;
    }

    static Eyes open(Viewport viewport) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        return new Eyes(playwright, browser, viewport);
    }

    private static Path chromium() {
        List<String> places = new ArrayList<>(PLACES);
        if (System.getenv("CHROMIUM") != null) {
            places.addFirst(System.getenv("CHROMIUM"));
        }
        return places.stream()
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(
                        "Chromium is missing: run ./mica test, or install it (Debian: apt-get install chromium),"
                                + " or name it in CHROMIUM"));
    }

    /** A person at a device of their own: own cookies, own language. */
    Page person(String locale) {
        BrowserContext context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(viewport.width, viewport.height)
                .setLocale(locale)
                .setTimezoneId("Asia/Tokyo"));
        Page page = context.newPage();
        page.setDefaultTimeout(DemoWorld.PATIENCE.toMillis());
        page.onPageError(error -> {
            throw new AssertionError("script error on " + page.url() + ": " + error);
        });
        return page;
    }

    /** Looks at the page as it stands. */
    void look(Page page, String name) throws Exception {
        Files.createDirectories(pictures);
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(pictures.resolve(name + "-" + viewport.name().toLowerCase(java.util.Locale.ROOT) + ".png")));
        assertThat(page.content()).as("texts of " + page.url()).doesNotContain("⟦");
        assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                .as("width of " + page.url())
                .isLessThanOrEqualTo(viewport.width);
        assertThat(new AxeBuilder(page).analyze().getViolations().stream()
                        .map(violation -> violation.getId() + " "
                                + violation.getNodes().stream()
                                        .map(node -> node.getHtml())
                                        .toList())
                        .toList())
                .as("accessibility of " + page.url())
                .isEmpty();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
