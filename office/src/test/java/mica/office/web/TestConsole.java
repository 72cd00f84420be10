package mica.office.web;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.Disease;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.health.Condition;
import mica.exchange.health.Health;
import mica.exchange.health.Part;
import mica.exchange.text.PseudoLanguage;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import mica.office.applications.ApplicationReceiver;
import mica.office.applications.Applications;
import mica.office.delivery.NoticeMail;
import mica.office.directory.PublishedStore;
import mica.office.imports.VenueImport;
import mica.office.keys.KeyStore;
import mica.office.keys.Secrets;
import mica.office.notice.Notices;
import mica.office.officers.Officers;
import mica.office.officers.Role;
import mica.office.posters.PosterPrinter;
import mica.office.service.ServiceDesk;
import mica.office.signin.DemoSignIn;
import mica.office.venues.Publication;
import mica.office.venues.Venues;
import mica.office.visits.VisitStore;
import org.jspecify.annotations.Nullable;

/** A whole console on real databases, with one officer of each role and a clock that moves when told to. */
public final class TestConsole implements AutoCloseable {

    public static final String PASSWORD = "right horse battery";
    public static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    private static final PosterPrinter PRINTER = new PosterPrinter();
    private static final String TOTP = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    public final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2020-06-01T03:00:00Z"));
    public final InstantSource clock = now::get;
    public final OfficeWorld world;
    public final TestDatabases databases;
    public final Database office;
    public final KeyStore keyStore;
    public final Secrets secrets;
    public final Officers officers;
    public final PublishedStore publisher;
    public final ServiceDesk service;
    public final Publication publication;
    public final Venues venues;
    public final Applications applications;
    public final ApplicationReceiver receiver;
    public final VenueImport imports;
    public final VisitStore visits;
    public final Notices notices;
    public final NoticeMail noticeMail;
    public final OpenOffice opened;
    /** How the office says it is. */
    public final AtomicReference<List<Part>> parts =
            new AtomicReference<>(List.of(Part.of("clock", Condition.WELL, "sure")));

    public final ConsolePages pages;
    public final Map<Role, Officers.Adding.Added> officerOf = new EnumMap<>(Role.class);
    public final Console console;

    public TestConsole() {
        this(true);
    }

    public TestConsole(boolean demoPanel) {
        world = new OfficeWorld(temporary(), clock).service(facts());
        opened = world.open();
        databases = world.databases();
        office = opened.database;
        keyStore = opened.keys;
        secrets = opened.secrets;
        officers = opened.officers;
        publisher = opened.publisher;
        service = opened.service;
        publication = opened.publication;
        venues = opened.venues;
        applications = opened.applications;
        receiver = opened.receiver;
        imports = opened.imports;
        visits = opened.visits;
        notices = opened.notices;
        noticeMail = opened.noticeMail;
        for (Role role : Role.values()) {
            officerOf.put(role, add(role.name().toLowerCase(java.util.Locale.ROOT), Set.of(role)));
        }
        Health health = new Health(List.of("clock", "relay", "threads", "mail", "quarantine").stream()
                .map(name -> new Health.HealthQuestion(name, () -> part(name)))
                .toList());
        pages = opened.serve(
                demoPanel
                        ? List.of(new DemoSignIn.Known("reviewer", new Officers.Credentials(PASSWORD, TOTP)))
                        : List.of(),
                health,
                new Health.HealthQuestion("office_database", () -> {
                    office.jdbi().useHandle(handle -> handle.execute("select 1"));
                    return Part.of("office_database", Condition.WELL, "up");
                }));
        console = opened.console();
    }

    private Part part(String name) {
        return requireNonNull(parts.get()).stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElse(Part.of(name, Condition.WELL, "well"));
    }

    public Officers.Adding.Added add(String login, Set<Role> roles) {
        return (Officers.Adding.Added) officers.create(
                new Officers.NewOfficer(login, "担当 " + login, EmailAddress.of(login + "@example.jp"), roles),
                new Officers.Credentials(PASSWORD, TOTP));
    }

    public static ServiceFacts facts() {
        return PseudoLanguage.offeredBy(new ServiceFacts(
                ServiceFacts.State.OPEN,
                Map.of("ja", "みやぎお知らせコロナアプリ", "en", "Miyagi notification"),
                Map.of("ja", "宮城県", "en", "Miyagi Prefecture"),
                Map.of("ja", "保健福祉部", "en", "Health"),
                Disease.of(Map.of("ja", "新型コロナウイルス感染症", "en", "COVID-19"), 28),
                "022-211-2632",
                "mica@example.jp",
                Map.of("ja", "平日 8:30–17:15"),
                "http://127.0.0.1:8080",
                "Asia/Tokyo",
                List.of(
                        new ServiceFacts.Sector("restaurant", Map.of("ja", "飲食店", "en", "Restaurant"), true, Map.of()),
                        new ServiceFacts.Sector("karaoke", Map.of("ja", "カラオケ", "en", "Karaoke"), true, Map.of()),
                        new ServiceFacts.Sector("home", Map.of("ja", "個人宅", "en", "Home"), false, Map.of())),
                List.of("仙台市", "石巻市", "福井市", "坂井市", "大野市"),
                null,
                true,
                List.of()));
    }

    /** A code nobody used before: half a minute passes for it. */
    public String code() {
        now.updateAndGet(before -> before.plus(Duration.ofSeconds(31)));
        return new Officers.Credentials(PASSWORD, TOTP).code(requireNonNull(now.get()));
    }

    /** Somebody's browser, not signed in. */
    public Browser browser() {
        return new Browser();
    }

    /** The browser of the officer with one role, signed in. */
    public Browser signedIn(Role role) {
        return signedIn(role.name().toLowerCase(java.util.Locale.ROOT));
    }

    public Browser signedIn(String login) {
        Browser browser = new Browser();
        HttpResponse<String> answer = browser.signIn(login, PASSWORD, code());
        if (answer.statusCode() != 303) {
            throw new IllegalStateException("could not sign in: " + answer.statusCode());
        }
        return browser;
    }

    /** Keeps cookies, follows no redirect. */
    public final class Browser {

        private final CookieManager cookies = new CookieManager();
        private final HttpClient client =
                HttpClient.newBuilder().cookieHandler(cookies).build();

        public HttpResponse<String> signIn(String login, String password, String code) {
            return post("/login", Map.of("login", login, "password", password, "code", code));
        }

        public CookieManager cookies() {
            return cookies;
        }

        public HttpResponse<String> get(String path) {
            return send("GET", path, HttpRequest.BodyPublishers.noBody(), null);
        }

        /** An answer to be read as it comes, asked for as a browser would. */
        public HttpResponse<java.io.InputStream> open(String path) throws IOException, InterruptedException {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path))
                            .header("Sec-Fetch-Site", "same-origin")
                            .header("Accept-Encoding", "gzip, deflate, br, zstd")
                            .build(),
                    HttpResponse.BodyHandlers.ofInputStream());
        }

        public HttpResponse<String> post(String path, Map<String, String> form) {
            StringBuilder body = new StringBuilder();
            // A plus at the end of a name stands for one more value of it.
            form.forEach((name, value) -> body.append(URLEncoder.encode(name.replace("+", ""), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                    .append('&'));
            return send(
                    "POST",
                    path,
                    HttpRequest.BodyPublishers.ofString(body.toString()),
                    "application/x-www-form-urlencoded");
        }

        /** As a page of another site would have it sent. */
        public HttpResponse<String> postFrom(String origin, String path, Map<String, String> form) {
            StringBuilder body = new StringBuilder();
            form.forEach(
                    (name, value) -> body.append(name).append('=').append(value).append('&'));
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + console.port() + path))
                    .header("Sec-Fetch-Site", "cross-site")
                    .header("Origin", origin)
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                    .build();
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }

        /** Sends one file, and nothing else. */
        public HttpResponse<String> upload(String path, String field, String fileName, byte[] content) {
            String edge = "edge-of-the-test";
            byte[] head = ("--" + edge + "\r\nContent-Disposition: form-data; name=\"" + field + "\"; filename=\""
                            + fileName + "\"\r\nContent-Type: text/csv\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8);
            byte[] tail = ("\r\n--" + edge + "--\r\n").getBytes(StandardCharsets.UTF_8);
            byte[] body = new byte[head.length + content.length + tail.length];
            System.arraycopy(head, 0, body, 0, head.length);
            System.arraycopy(content, 0, body, head.length, content.length);
            System.arraycopy(tail, 0, body, head.length + content.length, tail.length);
            return send(
                    "POST",
                    path,
                    HttpRequest.BodyPublishers.ofByteArray(body),
                    "multipart/form-data; boundary=" + edge);
        }

        public HttpResponse<String> send(
                String method, String path, HttpRequest.BodyPublisher body, @Nullable String contentType) {
            HttpRequest.Builder request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + console.port() + path))
                    .header("Sec-Fetch-Site", "same-origin")
                    .method(method, body);
            if (contentType != null) {
                request.header("Content-Type", contentType);
            }
            try {
                return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private static Path temporary() {
        try {
            Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir")));
            return Files.createTempDirectory("console-test");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        world.close();
    }

    /** What is done with applications where something else is published. */
    public Applications applications(Publication other) {
        return new Applications(office.jdbi(), secrets.atRest(), venues, opened.mails, other, clock);
    }
}
