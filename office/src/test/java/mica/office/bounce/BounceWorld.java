package mica.office.bounce;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.text.TestLanguages;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.OfficeWorld;
import mica.office.OpenOffice;
import mica.office.cases.CaseStore;
import mica.office.keys.KeyStore;
import mica.office.keys.Secrets;
import mica.office.message.MailSender;
import mica.office.message.ReturnPaths;
import mica.office.message.SentMail;
import mica.office.outcome.DeadAddresses;
import mica.office.visits.VisitDayStore;
import mica.office.visits.VisitRef;
import mica.office.visits.VisitStore;

/** An office that has sent mails, and the listener they may come back to. */
final class BounceWorld implements AutoCloseable {

    static final ZoneId ZONE = ZoneId.of("Asia/Tokyo");
    static final LocalDate DAY = LocalDate.parse("2026-04-12");
    private static final LmtpLimits LIMITS =
            new LmtpLimits(4, 1_000, 64 * 1024, 200_000, Duration.ofMillis(700), Duration.ofSeconds(20));

    private final Random random = new Random(5);
    volatile Instant now = Instant.parse("2026-04-12T03:00:00Z");
    private final OfficeWorld world;
    final Database office;
    final KeyStore keys;
    final Secrets secrets;
    final VisitStore visits;
    final ReturnPaths returnPaths;
    final Bounces bounces;
    private final VenueCode venue = VenueCode.random(random);

    BounceWorld(Path folder) throws IOException {
        world = new OfficeWorld(folder, () -> now)
                .ownReturnPaths(new MailSender(
                        EmailAddress.of("mica@pref.example.jp"), EmailAddress.of("bounce@mica.example.jp"), null));
        OpenOffice opened = world.open();
        office = opened.database;
        keys = opened.keys;
        secrets = opened.secrets;
        visits = opened.visits;
        returnPaths = opened.returnPaths;
        bounces = Bounces.start(new InetSocketAddress("127.0.0.1", 0), opened.returnDesk(), LIMITS);
    }

    /** What an office just started knows. */
    DeadAddresses dead() {
        return world.open().dead;
    }

    /** A visit whose confirmation was sent; answers its return path. */
    String confirmation(String address) {
        UUID id = visit(address);
        office.jdbi()
                .useHandle(handle -> handle.execute(
                        "insert into mail (id, kind, language, parameters, sealed_by, seal_day, associated, state,"
                                + " next_attempt_at, created_at, finished_at) values (?, 'CONFIRMATION', 'ja', '{}',"
                                + " 'FRONT', ?, '', 'ACCEPTED', now(), now(), now())",
                        id,
                        DAY));
        return returnPaths.of(new SentMail.Door(id)).wireForm();
    }

    private UUID visit(String address) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        keys.ensureDay(DAY);
        office.jdbi().useTransaction(tx -> {
            new VisitDayStore().ensure(tx, DAY);
            visits.add(
                    tx,
                    List.of(new VisitStore.NewVisit(
                            new VisitRef(DAY, venue, now, id, SpotCode.random(random), TestLanguages.JA, false),
                            secrets.links().of(id).confirming().hash(),
                            secrets.tags().maskedTag(EmailAddress.of(address), DAY, id),
                            new byte[66])));
        });
        return id;
    }

    /** A notice to people; answers their return paths. */
    List<String> notice(String... addresses) {
        UUID notice = new UUID(random.nextLong(), random.nextLong());
        UUID officer = new UUID(0, 1);
        office.jdbi().useTransaction(tx -> {
            tx.execute("insert into officer (id, login_name, name, email, password_hash, sealed_totp_secret, roles,"
                    + " created_at) values ('" + officer + "', 'a', 'a', 'a@pref.example.jp', '', '', '{}', now())"
                    + " on conflict do nothing");
            tx.execute(
                    "insert into notice (id, number, kind, author, written_by, case_id, recipients)"
                            + " values (?, ?, 'FIRST', ?, array[?]::uuid[], ?, ?)",
                    notice,
                    "N-" + random.nextInt(1_000_000),
                    officer,
                    officer,
                    new CaseStore().open(tx, officer, Instant.EPOCH).id(),
                    addresses.length);
            for (int n = 0; n < addresses.length; n++) {
                tx.execute(
                        "insert into recipient (notice_id, n, visit_day, venue_code, arrived_at, visit_id, language)"
                                + " values (?, ?, ?, ?, now(), ?, 'ja')",
                        notice,
                        n,
                        DAY,
                        venue.value(),
                        visit(addresses[n]));
            }
        });
        return java.util.stream.IntStream.range(0, addresses.length)
                .mapToObj(n -> returnPaths.of(new SentMail.Notice(notice, n)).wireForm())
                .toList();
    }

    Lmtp client() throws IOException {
        return new Lmtp(bounces.port());
    }

    /** Hands over one message as a relay does. */
    String back(String returnPath, String message) throws IOException {
        keys.ensureDay(LocalDate.ofInstant(now, ZONE));
        try (Lmtp client = client()) {
            return client.greeted().deliver(returnPath, message);
        }
    }

    long tally(String kind) {
        return count("select coalesce(sum(messages), 0) from bounce_tally where kind = '" + kind + "'");
    }

    long count(String sql) {
        return office.jdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(Long.class).one());
    }

    static String report(String action, String status, String named) {
        return """
            From: MAILER-DAEMON@relay.example.jp
            To: bounce@mica.example.jp
            Subject: Undelivered Mail Returned to Sender
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/report; report-type=delivery-status;
             boundary="b/1"

            This is a MIME-encapsulated message.

            --b/1
            Content-Type: text/plain; charset=us-ascii

            Your message could not be delivered.

            --b/1
            Content-Type: message/delivery-status

            Reporting-MTA: dns; relay.example.jp
            Arrival-Date: Sun, 12 Apr 2026 12:00:00 +0900

            Final-Recipient: rfc822; %s
            Action: %s
            Status: %s
            Diagnostic-Code: smtp; 550 %s %s

            --b/1
            Content-Type: message/rfc822

            From: mica@pref.example.jp
            Auto-Submitted: auto-generated
            Subject: x

            text
            --b/1--
            """.formatted(named, action, status, status, status.equals("5.1.1") ? "no such user" : "sorry")
                .replace("\n", "\r\n");
    }

    @Override
    public void close() {
        bounces.close();
        world.close();
    }
}
