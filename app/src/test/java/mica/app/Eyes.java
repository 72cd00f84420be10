package mica.app;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.PlaywrightException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jsoup.Jsoup;

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

    private static final List<String> PLACES =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome");

    private static final String AXE = axe();

    /** A page does so at most that often in a row. */
    private static final int GOES_BY_ITSELF = 3;

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

    private static String axe() {
        try (InputStream in = AxeBuilder.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
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

    /** Looks at the page as it stands; at the next one when the page goes there by itself meanwhile. */
    void look(Page page, String name) throws IOException {
        for (int again = 0; ; again++) {
            try {
                judge(page, name);
                return;
            } catch (PlaywrightException left) {
                if (again == GOES_BY_ITSELF
                        || !String.valueOf(left.getMessage()).contains("navigat")) {
                    throw left;
                }
                page.waitForLoadState();
            }
        }
    }

    private void judge(Page page, String name) throws IOException {
        picture(page, name);
        String where = viewport + " " + page.url().replaceAll("[0-9a-f-]{36,40}", "…") + ": ";
        if (page.content().contains("⟦")) {
            problems.add(where + "a text is missing");
        }
        int width = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        if (width > viewport.width) {
            problems.add(where + "is " + width + " wide");
        }
        EnterKey.problems(Jsoup.parse(page.content())).forEach(problem -> problems.add(where + problem));
        TiedErrors.problems(Jsoup.parse(page.content())).forEach(problem -> problems.add(where + problem));
        if (page.locator("#errors").count() > 0
                && !Objects.equals(page.evaluate("document.activeElement.id"), "errors")) {
            problems.add(where + "the focus is not on the errors");
        }
        page.evaluate(AXE);
        // Without frames: a mail's preview stands in one that runs no script, and axe waits for it for ever.
        for (Object violation : (List<?>) page.evaluate("""
                () => axe.run(document, {iframes: false}).then(result =>
                  result.violations.map(v => v.id + ' ' + v.nodes.map(n => n.html).join(' | ')))
                """)) {
            problems.add(where + violation);
        }
    }

    /** Pictures the page without judging it. */
    void picture(Page page, String name) throws IOException {
        Files.createDirectories(pictures);
        byte[] png = page.screenshot(new Page.ScreenshotOptions().setFullPage(true));
        // Tests of another process may picture a page of the same name at this moment: whole is who comes last.
        Path whole = Files.write(Files.createTempFile(pictures, name, ".part"), png);
        Files.move(
                whole,
                pictures.resolve(name + "-" + viewport.name().toLowerCase(Locale.ROOT) + ".png"),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
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
