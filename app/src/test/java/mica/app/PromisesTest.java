package mica.app;

import static java.util.Map.entry;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.app.DemoWorld.Mail;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Whatever a sheet, a poster, a mail or a page promises exists: followed on a running installation. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PromisesTest {

    private static final String VISITOR = "taro@example.jp";
    private static final Pattern ADDRESS = Pattern.compile("https?://[^\\s<>\"」）]+");
    private static DemoWorld world;
    private static OfficeLife life;
    private static String front;
    private static String application;
    private static String door;

    @BeforeAll
    static void live() throws Exception {
        world = DemoWorld.start();
        front = world.demo.frontAddress();
        life = new OfficeLife(world);
        life.happen(List.of(VISITOR, "hanako@example.jp"));
        application =
                "/applications/" + requireNonNull(life.ids.get("/applications")).getFirst();
        door = world.demo.doorAddress().substring(front.length());
    }

    @AfterAll
    static void end() {
        if (world != null) {
            world.close();
        }
    }

    /** By the names of promises.tsv: how to come to the function. */
    private static final Map<String, Callable<?>> FUNCTIONS = Map.ofEntries(
            entry("site", () -> shows("/", "a[href=/apply]")),
            entry("apply", () -> shows("/apply", "form #name", "form #sector", "form #address", "form #email")),
            entry("review", () -> officer("shinsa", "/applications", "h1")),
            entry("status", () -> shows(statusPage(), "dl.facts")),
            entry("correct", PromisesTest::correction),
            entry("poster-mail", PromisesTest::posters),
            entry("list", () -> shows("/venues", "form #q")),
            entry("door", () -> shows(door, "form #email", "form button:contains(登録する)")),
            entry("accepted", PromisesTest::accepted),
            entry("confirmation", () -> shows(link(confirmationMail(), "/c/"), "form button, h1:contains(登録)")),
            entry(
                    "erase",
                    () -> shows(
                            link(confirmationMail(), "/e/"), "[name=scope][value=this]", "[name=scope][value=all]")),
            entry("erased", () -> shows("/ledger", "h1")),
            entry("sample", () -> shows("/SAMPLE", "h1:contains(見本)")),
            entry("contact", () -> shows("/", "footer:contains(" + "022-" + ")")),
            entry(
                    "draft",
                    () -> officer("kian", notice(2) + "/edit", "#words", "#fromDate", "#count", "[value=write]")),
            entry("check", () -> officer("kian", notice(2) + "/check", "#findings")),
            entry("approval", () -> officer("shonin", notice(1), "form[action$=/approve]")),
            entry("voided", PromisesTest::voided),
            entry("report", () -> officer("shonin", notice(0), "a[href$=/counts.csv]")),
            entry("correction", () -> officer("kian", notice(0), "[value=CORRECTION]")),
            entry("notice-mail", PromisesTest::noticeMail),
            entry("ledger", () -> officer("kansa", "/ledger", "table")),
            entry("command:keys-recover", () -> command("keys", "recover")),
            entry("command:ledger-verify", () -> command("ledger", "verify")));

    @Test
    @Order(1)
    void every_sentence_is_known_with_the_functions_it_names() throws IOException {
        assertThat(Promises.kept().sentences())
                .as("promises.tsv: for a new or changed sentence, see which functions it names and that they exist")
                .extracting(Promises.Sentence::place)
                .containsExactlyInAnyOrderElementsOf(Promises.said());
        assertThat(FUNCTIONS.keySet()).isEqualTo(Promises.kept().functions());
    }

    /** What is set in 「」 and is no name of anything on a screen: signs, words to explain, things said, examples, files. */
    private static final Set<String> NO_NAMES = Set.of(
            "-",
            ".",
            ".com",
            ".jp",
            "@",
            "_",
            "0・1・I・L・O・U",
            "○○○○",
            "4月12日 11:30から14:00",
            "CSV UTF-8（コンマ区切り）",
            "名前を付けて保存",
            "ご登録は任意です。お名前は必要ありません。",
            "よろしければ、こちらのQRコードからメールアドレスのご登録をお願いします。",
            "保全",
            "開封",
            "利用者の安心",
            "店舗での感染拡大防止",
            "店舗の信頼確保",
            "利用者向けのお知らせ",
            "入口",
            "座敷",
            "○○食堂",
            "〓",
            "届けられなかった",
            "終了しました");

    @Test
    @Order(1)
    void every_button_and_page_that_a_text_calls_by_its_name_has_that_name() throws IOException {
        Set<String> names = new TreeSet<>();
        Map<String, String> called = new java.util.TreeMap<>();
        Promises.japanese().forEach((key, text) -> {
            names.add(text.strip());
            Matcher name = Pattern.compile("「([^」{]+)」").matcher(text);
            while (name.find()) {
                called.put(name.group(1), key);
            }
        });
        assertThat(called.keySet()).hasSizeGreaterThan(20);
        called.keySet().removeAll(NO_NAMES);
        called.keySet().removeAll(names);
        assertThat(called).isEmpty();
    }

    @Test
    @Order(2)
    void every_function_that_a_sheet_a_poster_or_a_mail_names_answers() throws Exception {
        for (String function : Promises.kept().functions()) {
            try {
                requireNonNull(FUNCTIONS.get(function)).call();
            } catch (Exception | AssertionError broken) {
                throw new AssertionError("promised and not there: " + function, broken);
            }
        }
    }

    @Test
    @Order(3)
    void every_link_of_every_page_document_and_mail_leads_to_a_page_that_answers() throws Exception {
        HttpPerson reader = new HttpPerson(front);
        Set<String> seen = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of("/", door, "/SAMPLE"));
        for (Mail mail : allMails()) {
            addresses(mail.text() + " " + mail.html()).forEach(open::add);
        }
        while (!open.isEmpty()) {
            String path = open.pop();
            if (!seen.add(path)) {
                continue;
            }
            HttpPerson.Answer answer = reader.get(path);
            assertThat(answer.status()).as(path).isIn(200, 302, 303);
            if (path.endsWith(".pdf")) {
                addresses(text(answer.octets())).forEach(open::add);
            } else if (answer.head().contains("content-type: text/html")) {
                for (Element link : answer.page().select("a[href^=/]:not([hreflang]), link[href^=/], script[src^=/]")) {
                    open.add(link.attr(link.hasAttr("href") ? "href" : "src"));
                }
            }
        }
        assertThat(seen).hasSizeGreaterThan(15).anyMatch(path -> path.endsWith(".pdf"));
    }

    private static Set<String> addresses(String text) {
        Set<String> paths = new TreeSet<>();
        Matcher matcher = ADDRESS.matcher(text.replace("&amp;", "&"));
        while (matcher.find()) {
            if (matcher.group().toLowerCase(java.util.Locale.ROOT).startsWith(front)) {
                String path = matcher.group().substring(front.length());
                paths.add(path.isEmpty() ? "/" : path);
            }
        }
        return paths;
    }

    private static List<Mail> allMails() throws Exception {
        List<Mail> mails = new java.util.ArrayList<>();
        for (String to : List.of(VISITOR, "hanako@example.jp", "shop@example.jp")) {
            mails.addAll(world.mails(to, subject -> true));
        }
        assertThat(mails).hasSizeGreaterThan(4);
        return mails;
    }

    private static Document shows(String path, String... selectors) throws Exception {
        return shown(new HttpPerson(front).get(path), path, selectors);
    }

    private static Document officer(String login, String path, String... selectors) throws Exception {
        return shown(life.officer(login).get(path), path, selectors);
    }

    private static Document shown(HttpPerson.Answer answer, String path, String... selectors) {
        assertThat(answer.status()).as(path).isEqualTo(200);
        for (String selector : selectors) {
            assertThat(answer.page().select(selector)).as(path + " " + selector).isNotEmpty();
        }
        return answer.page();
    }

    private static String notice(int number) {
        return "/notices/" + requireNonNull(life.ids.get("/notices")).get(number);
    }

    private static Mail confirmationMail() throws Exception {
        return world.awaitMail("hanako@example.jp", subject -> subject.contains("登録"));
    }

    private static String link(Mail mail, String kind) {
        return addresses(mail.text()).stream()
                .filter(path -> path.startsWith(kind))
                .findFirst()
                .orElseThrow();
    }

    private static String statusPage() throws Exception {
        return link(world.awaitMail("shop@example.jp", subject -> subject.contains("受け付け")), "/status/");
    }

    private static Object accepted() throws Exception {
        HttpPerson phone = new HttpPerson(front);
        String screen = phone.post(door, Map.of("email", "jiro@example.jp")).location();
        Document page = shown(phone.get(screen), screen, "h1:contains(申請完了)", "#clock", "dl time", "dl strong");
        assertThat(page.text()).doesNotContain("jiro");
        return page;
    }

    /** Given back and corrected, so that the review goes on. */
    private static Object correction() throws Exception {
        HttpPerson reviewer = life.officer("shinsa");
        HttpPerson.Fields form = reviewer.get(application).fields("form[action$=/return]");
        form.put("return-message", "住所を確かめてください。");
        assertThat(reviewer.post(application + "/return", form).status()).isEqualTo(303);
        world.awaitMail("shop@example.jp", subject -> subject.contains("確認をお願い"));
        HttpPerson shop = new HttpPerson(front);
        String page = statusPage() + "/correct";
        OfficeLife.until(() -> shop.get(page).status() == 200);
        shows(statusPage(), "a[href$=/correct]", "a[href$=/withdraw]");
        HttpPerson.Fields corrected = shop.get(page).fields("main form");
        corrected.putAll(Map.of("sector", "izakaya", "municipality", "仙台市", "agreement", "on"));
        HttpPerson.Answer sent = shop.post(page + "/send", corrected);
        assertThat(sent.status()).as(sent.page().select("#errors").text()).isEqualTo(303);
        OfficeLife.until(() -> !reviewer.get(application)
                .page()
                .select("form[action$=/approve]")
                .isEmpty());
        return page;
    }

    private static Object posters() throws Exception {
        HttpPerson reviewer = life.officer("shinsa");
        officer("shinsa", application, "form[action$=/approve]", "form[action$=/return]", "form[action$=/reject]");
        reviewer.post(application + "/approve", reviewer.get(application).fields("form[action$=/approve]"));
        Mail mail = world.awaitMail("shop@example.jp", subject -> subject.contains("登録が完了"));
        try (PDDocument poster = Loader.loadPDF(world.attachment(mail, 0))) {
            String address = QrCodes.read(new PDFRenderer(poster).renderImageWithDPI(0, 150));
            String scanned = address.substring(front.length());
            OfficeLife.until(() -> new HttpPerson(front).get(scanned).status() != 404);
            shown(following(scanned), scanned, "form #email");
        }
        OfficeLife.until(() -> new HttpPerson(front).get("/venues").text().contains("喫茶 一番町"));
        return mail;
    }

    private static HttpPerson.Answer following(String path) throws Exception {
        HttpPerson phone = new HttpPerson(front);
        HttpPerson.Answer answer = phone.get(path);
        return answer.location().isEmpty() ? answer : phone.get(answer.location());
    }

    private static Object noticeMail() throws Exception {
        Mail mail = world.awaitMail(VISITOR, subject -> subject.contains("大切なお知らせ"));
        assertThat(mail.text()).contains("デモ食堂", "期間：", "体調の変化", "相談先", "発信番号：");
        return shows(link(mail, "/e/"), "[name=scope]");
    }

    /** Another letter after the request for approval, and what was asked is not approved any more. */
    private static Object voided() throws Exception {
        HttpPerson approver = life.officer("shonin");
        HttpPerson.Fields asked = approver.get(notice(1)).fields("form[action$=/approve]");
        HttpPerson author = life.officer("kian");
        HttpPerson.Fields form = author.get(notice(1) + "/edit").fields("#draft");
        form.putAll(Map.of("subject-ja", "べつの件名", "do", "save"));
        assertThat(author.post(notice(1) + "/edit", form).status()).isEqualTo(303);
        HttpPerson.Answer refused = approver.post(notice(1) + "/approve", asked);
        assertThat(approver.get(notice(1)).page().select("h1").text())
                .as(refused.text())
                .doesNotContain("送信");
        return refused;
    }

    private static Object command(String name, String below) {
        assertThat(requireNonNull(Main.commandLine().getSubcommands().get(name)).getSubcommands())
                .containsKey(below);
        return name;
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf)) {
            return new PDFTextStripper().getText(document);
        }
    }
}
