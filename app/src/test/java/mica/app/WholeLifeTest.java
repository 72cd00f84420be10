package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.app.DemoWorld.Mail;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The whole path, as people walk it: from a shop's application to the notice in a visitor's inbox. */
class WholeLifeTest {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final String VENUE = "居酒屋　𠮷田・髙﨑葛󠄀城 <本店> \"=1+1\"";
    private static final Pattern LINK = Pattern.compile("https?://\\S+/c/[0-9a-f]{40}");

    @ParameterizedTest
    @EnumSource(Eyes.Viewport.class)
    void from_application_to_notice(Eyes.Viewport viewport) throws Exception {
        try (DemoWorld world = DemoWorld.start();
                Eyes eyes = Eyes.open(viewport)) {
            String receipt = apply(world, eyes);
            approve(world, eyes, receipt);
            List<String> doors = posters(world);
            assertThat(doors).hasSize(2);

            checkIn(world, eyes, doors.get(0), "taro@example.jp", "ja-JP");
            checkIn(world, eyes, doors.get(1), "a..b.@docomo.ne.jp", "en-US");
            checkIn(world, eyes, doors.get(1), "taro@example.jp", "ja-JP");
            confirm(world, eyes, "taro@example.jp");

            Page author = world.signIn(eyes, "kian");
            String notice = write(eyes, author, doors.get(0));
            Page approver = world.signIn(eyes, "shonin");
            send(world, eyes, approver, notice);
            Mail japanese = world.awaitMail("taro@example.jp", WholeLifeTest::isNotice);
            Mail english = world.awaitMail("a..b.@docomo.ne.jp", WholeLifeTest::isNotice);
            assertThat(japanese.text()).contains("𠮷田").doesNotContain("docomo");
            assertThat(english.text()).doesNotContain("taro");
            report(eyes, approver, notice);

            correct(eyes, author, approver, notice);
            Mail correction = world.awaitMail("taro@example.jp", subject -> subject.contains("訂正"));
            assertThat(correction.text()).isNotBlank();
            world.awaitMail(
                    "a..b.@docomo.ne.jp",
                    subject -> subject.toLowerCase(Locale.ROOT).contains("correct"));
            assertThat(world.mails("taro@example.jp", WholeLifeTest::isNotice)).hasSize(1);
            assertThat(world.mails("a..b.@docomo.ne.jp", WholeLifeTest::isNotice))
                    .hasSize(1);
            assertThat(eyes.problems()).isEmpty();
        }
    }

    private static boolean isNotice(String subject) {
        return subject.contains("大切なお知らせ") || subject.contains("Important information");
    }

    private static String apply(DemoWorld world, Eyes eyes) throws Exception {
        Page shop = eyes.person("ja-JP");
        shop.navigate(world.demo.frontAddress() + "/");
        eyes.look(shop, "home");
        shop.navigate(world.demo.frontAddress() + "/apply");
        eyes.look(shop, "apply-empty");
        shop.click("main form button:not([formaction])");
        assertThat(shop.locator("#errors").isVisible()).isTrue();
        eyes.look(shop, "apply-errors");
        Map.of(
                        "name", VENUE,
                        "kana", "いざかや　よしだ",
                        "postalCode", "９８０－００１１",
                        "address", "仙台市青葉区上杉1-2-3",
                        "phone", "022-000-1234",
                        "contactPerson", "店舗担当",
                        "email", "shop@example.jp",
                        "spots", "入口\n2階")
                .forEach((field, value) -> shop.fill("#" + field, value));
        shop.selectOption("#sector", "izakaya");
        shop.selectOption("#municipality", "仙台市");
        shop.check("input[name=listed][value=yes]");
        shop.check("#agreement");
        shop.click("main form button:not([formaction])");
        assertThat(shop.locator("main").innerText()).contains(VENUE);
        eyes.look(shop, "apply-check");
        shop.click("main form .row button:not([formaction])");
        String receipt = shop.locator(".number").innerText().strip();
        eyes.look(shop, "apply-done");
        Mail received = world.awaitMail("shop@example.jp", subject -> subject.contains("申請"));
        assertThat(received.text()).contains(receipt);
        shop.click("main a[href^='/status/']");
        shop.waitForCondition(() -> {
            shop.reload();
            return shop.locator("main").innerText().contains(receipt);
        });
        eyes.look(shop, "status-submitted");
        return receipt;
    }

    private static void approve(DemoWorld world, Eyes eyes, String receipt) throws Exception {
        Page reviewer = world.signIn(eyes, "shinsa");
        reviewer.navigate(world.demo.officeAddress() + "/applications");
        eyes.look(reviewer, "queue");
        reviewer.locator("tr")
                .filter(new com.microsoft.playwright.Locator.FilterOptions().setHasText(receipt))
                .locator("a")
                .click();
        eyes.look(reviewer, "application");
        reviewer.click("form[action$='/approve'] button");
        eyes.look(reviewer, "application-approved");
        reviewer.navigate(world.demo.officeAddress() + "/venues");
        eyes.look(reviewer, "venues");
        reviewer.locator("main a[href^='/venues/']").first().click();
        eyes.look(reviewer, "venue");
        reviewer.navigate(world.demo.officeAddress() + "/imports");
        eyes.look(reviewer, "imports");

        Page visitor = eyes.person("ja-JP");
        visitor.navigate(world.demo.frontAddress() + "/venues");
        visitor.waitForCondition(() -> {
            visitor.reload();
            return visitor.locator("main").innerText().contains("𠮷田");
        });
        eyes.look(visitor, "public-list");
    }

    /** The addresses in the QR codes of the mailed poster, one a spot; read by two decoders. */
    private static List<String> posters(DemoWorld world) throws Exception {
        Mail mail = world.awaitMail("shop@example.jp", subject -> subject.contains("ポスター") || subject.contains("登録が"));
        byte[] pdf = world.attachment(mail, 0);
        List<String> addresses = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf)) {
            PDFRenderer renderer = new PDFRenderer(document);
            for (int page = 0; page < document.getNumberOfPages(); page++) {
                BufferedImage image = renderer.renderImageWithDPI(page, 150);
                String address = QrCodes.read(image);
                assertThat(zbar(image)).isEqualTo(address);
                assertThat(address).startsWith(world.demo.frontAddress().toUpperCase(Locale.ROOT) + "/");
                addresses.add(address);
            }
        }
        return addresses;
    }

    private static String zbar(BufferedImage image) throws Exception {
        Path file = Files.createTempFile(Path.of("target"), "poster", ".png");
        javax.imageio.ImageIO.write(image, "png", file.toFile());
        Process process;
        try {
            process = new ProcessBuilder("zbarimg", "--quiet", "--raw", file.toString())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (java.io.IOException missing) {
            throw new AssertionError(
                    "zbarimg is missing: run ./mica test, or install it (Debian: apt-get install zbar-tools)", missing);
        }
        String text = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        Files.delete(file);
        return text.strip();
    }

    private static void checkIn(DemoWorld world, Eyes eyes, String door, String address, String locale)
            throws Exception {
        Page visitor = eyes.person(locale);
        visitor.navigate(door.replace("HTTP://LOCALHOST", "http://localhost"));
        eyes.look(visitor, "door-" + locale);
        assertThat(visitor.locator("main form button").boundingBox().y
                        + visitor.locator("main form button").boundingBox().height)
                .as("the button is on the first screen")
                .isLessThan(visitor.viewportSize().height);
        visitor.fill("#email", "nobody");
        visitor.click("main form button");
        assertThat(visitor.inputValue("#email")).isEqualTo("nobody");
        eyes.look(visitor, "door-error-" + locale);
        visitor.fill("#email", address);
        visitor.click("main form button");
        visitor.waitForCondition(() -> visitor.url().contains("/accepted/"));
        assertThat(visitor.locator("h1").innerText()).contains(locale.startsWith("ja") ? "申請完了" : "ccepted");
        String first = visitor.locator("#clock").innerText();
        visitor.waitForCondition(() -> !visitor.locator("#clock").innerText().equals(first));
        eyes.look(visitor, "accepted-" + locale);
    }

    private static void confirm(DemoWorld world, Eyes eyes, String address) throws Exception {
        Mail mail = world.awaitMail(address, subject -> subject.contains("登録"));
        Matcher link = LINK.matcher(mail.text());
        assertThat(link.find()).isTrue();
        Page visitor = eyes.person("ja-JP");
        visitor.navigate(link.group());
        eyes.look(visitor, "confirm");
        visitor.click("main form button");
        assertThat(visitor.locator("h1").innerText()).contains("登録完了");
        eyes.look(visitor, "confirmed");
        visitor.navigate(mail.text().replaceAll("(?s).*?(https?://\\S+/e/[0-9a-f]{40}).*", "$1"));
        eyes.look(visitor, "erase");
        Page reader = eyes.person("ja-JP");
        reader.navigate(world.demo.inboxAddress());
        eyes.look(reader, "inbox");
        reader.navigate(world.demo.inboxAddress() + "/messages/" + mail.id());
        eyes.look(reader, "inbox-mail");
    }

    private static String write(Eyes eyes, Page author, String door) throws Exception {
        author.navigate(author.url().replaceAll("(https?://[^/]+).*", "$1") + "/notices");
        eyes.look(author, "notices-empty");
        author.click("main form[action='/notices'] button");
        author.fill("#words", "よしだ");
        author.click("button[value=search]");
        if (author.locator("button[value^='add:']").count() == 0) {
            author.fill("#words", "𠮷田");
            author.click("button[value=search]");
        }
        eyes.look(author, "notice-search");
        author.locator("button[value^='add:']").first().click();
        ZonedDateTime now = ZonedDateTime.now(JAPAN);
        author.fill("#fromDate", now.minusHours(2).toLocalDate().toString());
        author.fill("#fromTime", now.minusHours(2).format(DateTimeFormatter.ofPattern("HH:mm")));
        author.fill("#toDate", LocalDate.from(now).minusDays(3).toString());
        author.fill("#toTime", "10:00");
        author.click("button[value=check]");
        assertThat(author.locator("#errors").isVisible()).isTrue();
        eyes.look(author, "notice-errors");
        ZonedDateTime end = ZonedDateTime.now(JAPAN);
        author.fill("#toDate", end.toLocalDate().toString());
        author.fill("#toTime", end.format(DateTimeFormatter.ofPattern("HH:mm")));
        author.click("button[value=count]");
        assertThat(author.locator("#count").innerText()).contains("2人").contains("1人");
        author.click("button[value=write]");
        eyes.look(author, "notice-draft");
        author.click("button[value=check]");
        author.waitForCondition(() -> author.url().endsWith("/check"));
        eyes.look(author, "notice-check");
        Page preview = author.context().newPage();
        preview.navigate(author.url().replaceAll("/notices/.*", "")
                + author.locator("iframe").first().getAttribute("src"));
        eyes.picture(preview, "notice-preview");
        assertThat(preview.content()).contains("𠮷田");
        author.locator("form[action$='/test'] button").first().click();
        author.click("form[action$='/ask'] button");
        eyes.look(author, "notice-asked");
        assertThat(author.locator("form[action$='/approve']").count()).isZero();
        Matcher id = Pattern.compile("/notices/([0-9a-f-]{36})").matcher(author.url());
        assertThat(id.find()).isTrue();
        return id.group();
    }

    private static void send(DemoWorld world, Eyes eyes, Page approver, String notice) throws Exception {
        world.awaitMail("kian@pref.example.jp", subject -> true);
        approver.navigate(world.demo.officeAddress() + notice);
        eyes.look(approver, "notice-approval");
        approver.click("form[action$='/approve'] button");
        eyes.look(approver, "notice-sending");
    }

    private static void report(Eyes eyes, Page officer, String notice) throws Exception {
        // The page goes on to the report by itself.
        officer.waitForSelector("a[href$='/counts.csv']");
        assertThat(officer.locator("main").innerText()).contains("その他").doesNotContain("@");
        eyes.look(officer, "notice-report");
    }

    private static void correct(Eyes eyes, Page author, Page approver, String notice) throws Exception {
        author.navigate(author.url().replaceAll("(https?://[^/]+).*", "$1") + notice);
        author.click("button[value=CORRECTION]");
        eyes.look(author, "correction-draft");
        author.click("button[value=write]");
        author.click("button[value=check]");
        author.waitForCondition(() -> author.url().endsWith("/check"));
        assertThat(author.locator("form[action$='/ask']").count())
                .as("a correction with empty places cannot be sent")
                .isZero();
        author.locator("a[href$='/edit']").first().click();
        author.fill("#body-ja", author.inputValue("#body-ja").replaceAll("○+", "日付"));
        author.fill("#body-en", author.inputValue("#body-en").replaceAll("○+", "the date"));
        author.click("button[value=check]");
        author.waitForCondition(() -> author.url().endsWith("/check"));
        eyes.look(author, "correction-check");
        author.click("form[action$='/ask'] button");
        approver.navigate(author.url());
        eyes.look(approver, "correction-approval");
        approver.click("form[action$='/approve'] button");
    }

    @Test
    void every_language_and_every_page_of_the_public_site_fits() throws Exception {
        try (DemoWorld world = DemoWorld.start()) {
            for (Eyes.Viewport viewport : Eyes.Viewport.values()) {
                try (Eyes eyes = Eyes.open(viewport)) {
                    for (String language : List.of("ja", "en")) {
                        Page page = eyes.person(language);
                        for (String path : List.of(
                                "/",
                                "/apply",
                                "/venues",
                                "/about",
                                "/privacy",
                                "/accessibility",
                                "/SAMPLE",
                                "/nowhere")) {
                            page.navigate(world.demo.frontAddress() + path + "?lang=" + language);
                            eyes.look(page, "public" + path.replace("/", "-") + "-" + language);
                        }
                    }
                    assertThat(eyes.problems()).isEmpty();
                }
            }
        }
    }
}
