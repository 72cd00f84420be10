package mica.rehearsal.people;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.office.officers.Officers;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.machine.Browser;
import mica.rehearsal.machine.Installation;
import org.jsoup.nodes.Document;

/** An author and an approver at the console, as fast as a machine. Not shared by threads. */
public final class RehearsalOfficers {

    private static final ZoneId JAPAN = ZoneId.of("Asia/Tokyo");
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm");
    private static final Pattern PASSWORD = Pattern.compile("Password: +(\\S+)");
    private static final Pattern SECRET = Pattern.compile("TOTP secret: +(\\S+)");
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    private final Browser author;
    private final Browser approver;

    private RehearsalOfficers(Browser author, Browser approver) {
        this.author = author;
        this.approver = approver;
    }

    /** What a command printed about an officer it added. */
    private record PrintedCredentials(String login, String printed) {

        private String find(Pattern pattern) {
            Matcher matcher = pattern.matcher(printed);
            if (!matcher.find()) {
                throw new IllegalStateException("FAILED: " + login + " got no " + pattern);
            }
            return matcher.group(1);
        }
    }

    /** Adds two officers to a running office and signs them in. @param port of its console */
    public static RehearsalOfficers add(Installation installation, int port) throws IOException, InterruptedException {
        String console = "http://127.0.0.1:" + port;
        String run = Long.toString(System.currentTimeMillis(), 36);
        return new RehearsalOfficers(
                browser(console, installation, "author" + run, "AUTHOR"),
                browser(console, installation, "approver" + run, "APPROVER"));
    }

    private static Browser browser(String console, Installation installation, String login, String role)
            throws IOException, InterruptedException {
        PrintedCredentials known = new PrintedCredentials(login, installation.addOfficer(login, role));
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
                new Officers.Credentials(known.find(PASSWORD), known.find(SECRET)).code(Instant.now()));
        return browser;
    }

    /** Writes a notice to everyone who was at a venue in the last hours, and asks. @return its path */
    public String write(String venue) throws IOException, InterruptedException {
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
    public void approve(String notice) throws IOException, InterruptedException {
        approver.press(Browser.form(approver.get(notice), "/approve"), "", "");
    }

    /** Waits until everything that became of a notice is recorded. @throws IOException after half an hour */
    public static void awaitSent(BenchPostgres postgres, String notice)
            throws IOException, InterruptedException, SQLException {
        String id = notice.substring(notice.lastIndexOf('/') + 1);
        long end = System.nanoTime() + PATIENCE.toNanos();
        // One connection for all questions: a new one each time would cost the server what is measured here.
        try (Connection office = postgres.office();
                PreparedStatement isSent =
                        office.prepareStatement("select exists (select from notice where id = ? and state = 'SENT')")) {
            isSent.setObject(1, UUID.fromString(id));
            while (!holds(isSent)) {
                if (System.nanoTime() > end) {
                    throw new IOException("the notice is not sent after half an hour");
                }
                Thread.sleep(20);
            }
        }
    }

    private static boolean holds(PreparedStatement question) throws SQLException {
        try (ResultSet row = question.executeQuery()) {
            row.next();
            return row.getBoolean(1);
        }
    }
}
