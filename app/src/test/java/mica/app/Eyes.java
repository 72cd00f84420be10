package mica.app;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.CheckedNode;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Chromium, looking: every page seen is checked for accessibility, width and missing texts, and pictured. */
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
    private final Set<String> problems = new LinkedHashSet<>();
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
        String where = viewport + " " + page.url().replaceAll("[0-9a-f-]{36,40}", "…") + ": ";
        if (page.content().contains("⟦")) {
            problems.add(where + "a text is missing");
        }
        int width = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        if (width > viewport.width) {
            problems.add(where + "is " + width + " wide");
        }
        for (Rule violation : new AxeBuilder(page).analyze().getViolations()) {
            problems.add(where + violation.getId() + " "
                    + violation.getNodes().stream().map(CheckedNode::getHtml).toList());
        }
    }

    /** What was found wrong on the pages looked at, once each; gathered so that one run tells everything. */
    Set<String> problems() {
        return problems;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
