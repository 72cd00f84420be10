package mica.bench.notice;

import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.bench.machine.Browser;
import mica.bench.machine.Installation;
import org.jsoup.nodes.Document;

/** An author and an approver at the console, as fast as a machine. */
final class Officers {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final Pattern PASSWORD = Pattern.compile("Password: +(\\S+)");
    private static final Pattern SECRET = Pattern.compile("TOTP secret: +(\\S+)");
    private static final int STEP_SECONDS = 30;

    private final Browser author;
    private final Browser approver;

    private Officers(Browser author, Browser approver) {
        this.author = author;
        this.approver = approver;
    }

    /** What a command printed about an officer it added. */
    record Credentials(String login, String printed) {

        static Credentials add(Installation installation, String login, String role)
                throws IOException, InterruptedException {
            return new Credentials(login, installation.addOfficer(login, role));
        }

        private String find(Pattern pattern) {
            Matcher matcher = pattern.matcher(printed);
            if (!matcher.find()) {
                throw new IllegalStateException("FAILED: " + login + " got no " + pattern);
            }
            return matcher.group(1);
        }
    }

    static Officers signIn(String console, Credentials author, Credentials approver)
            throws IOException, InterruptedException {
        return new Officers(browser(console, author), browser(console, approver));
    }

    private static Browser browser(String console, Credentials known) throws IOException, InterruptedException {
        Browser browser = new Browser(console);
        browser.press(
                Browser.form(browser.get("/login"), "/login"),
                "",
                "",
                "login",
                known.login(),
                "password",
                known.find(PASSWORD),
                "code",
                code(known.find(SECRET)));
        return browser;
    }

    private static String code(String secret) {
        try {
            return new DefaultCodeGenerator().generate(secret, Instant.now().getEpochSecond() / STEP_SECONDS);
        } catch (CodeGenerationException unusable) {
            throw new IllegalStateException(unusable);
        }
    }

    /** Writes a notice to everyone who was at a venue in the last hours, and asks. @return its path */
    String write(String venue) throws IOException, InterruptedException {
        Document draft = author.press(Browser.form(author.get("/notices"), "/notices"), "", "");
        draft = author.press(Browser.form(draft, "/edit"), "do", "search", "words", venue);
        draft = author.press(Browser.form(draft, "/edit"), "do", "add:" + venue);
        ZonedDateTime now = ZonedDateTime.now(JAPAN);
        ZonedDateTime since = now.minusHours(6);
        draft = author.press(
                Browser.form(draft, "/edit"),
                "do",
                "write",
                "fromDate",
                since.toLocalDate().toString(),
                "fromTime",
                since.format(CLOCK),
                "toDate",
                now.toLocalDate().toString(),
                "toTime",
                now.format(CLOCK));
        draft = author.press(Browser.form(draft, "/edit"), "do", "check");
        String notice = draft.location().replaceAll(".*(/notices/[0-9a-f-]{36}).*", "$1");
        author.press(Browser.form(draft, "/ask"), "", "");
        return notice;
    }

    /** Approves; sending begins when this returns, or before. */
    void approve(String notice) throws IOException, InterruptedException {
        approver.press(Browser.form(approver.get(notice), "/approve"), "", "");
    }
}
