package mica.app.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import mica.app.inbox.Inbox;
import mica.app.inbox.InboxConfiguration;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.front.Front;
import mica.front.FrontConfiguration;
import mica.office.MailConfiguration;
import mica.office.Office;
import mica.office.OfficeConfiguration;
import mica.office.Schemas;
import mica.office.ledger.LedgerCopy;
import mica.office.message.MailSender;
import mica.office.notice.NoticeConfiguration;
import mica.office.officers.Officers;
import mica.office.relay.RelayConfiguration;
import mica.office.service.ServiceFile;
import mica.office.signin.DemoSignIn;

/**
 * The whole system on one machine: both zones, a database of its own, and an inbox in place of the mail relay. Nothing
 * leaves the machine. Its data lies in one folder and is there again at the next start.
 */
public final class Demo implements AutoCloseable {

    /** Why a demo does not start, in one line. */
    public static final class CannotStart extends Exception {
        CannotStart(String message) {
            super(message);
        }
    }

    private final DemoOptions options;
    private final DemoSecrets secrets;
    private final Deque<AutoCloseable> opened;
    private final Office office;
    private final Front front;
    private final Inbox inbox;
    private final Town town;
    private final String doorAddress;

    private Demo(
            DemoOptions options,
            DemoSecrets secrets,
            Deque<AutoCloseable> opened,
            Office office,
            Front front,
            Inbox inbox,
            Town town,
            String doorAddress) {
        this.options = options;
        this.secrets = secrets;
        this.opened = opened;
        this.office = office;
        this.front = front;
        this.inbox = inbox;
        this.town = town;
        this.doorAddress = doorAddress;
    }

    /** Starts everything, or nothing: what was opened before a failure is closed again. */
    public static Demo start(DemoOptions options, InstantSource clock) throws CannotStart, IOException, SQLException {
        Deque<AutoCloseable> opened = new ArrayDeque<>();
        try {
            return start(options, clock, opened);
        } catch (Exception | Error failed) {
            closeAll(opened);
            throw failed;
        }
    }

    private static Demo start(DemoOptions options, InstantSource clock, Deque<AutoCloseable> opened)
            throws CannotStart, IOException, SQLException {
        Path data = options.data().toAbsolutePath().normalize();
        DemoFolder.prepare(data);
        opened.push(lock(data));
        for (int port : new int[] {options.frontPort(), options.officePort(), options.inboxPort()}) {
            requireFree(options.host(), port);
        }
        DemoSecrets secrets = DemoSecrets.of(data);
        DemoPostgres postgres = DemoPostgres.start(data, secrets);
        opened.push(postgres);
        Inbox inbox = Inbox.start(
                new InboxConfiguration(options.host(), 0, options.inboxPort(), data.resolve("inbox"))
                        .withAddresses(options.addresses()),
                clock);
        opened.push(inbox);

        OfficeConfiguration configuration = office(options, data, secrets, postgres, inbox);
        Schemas.migrate(configuration);
        postgres.narrowFront();
        List<DemoSignIn.Known> known = new ArrayList<>();
        for (DemoOfficer officer : DemoOfficer.values()) {
            known.add(new DemoSignIn.Known(officer.loginName(), credentials(secrets, officer)));
        }
        Office office = Office.startDemo(configuration, options.showsCredentials() ? known : List.of(), clock);
        opened.push(office);
        for (DemoOfficer officer : DemoOfficer.values()) {
            ensureOfficer(office, secrets, officer);
        }
        Town town =
                new Town(data, options, clock, ZoneId.of(configuration.service().timeZone()));
        String doorAddress = town.settle(office, configuration.service().municipalities());
        Front front = Front.start(
                FrontConfiguration.of(
                                options.host(),
                                options.frontPort(),
                                postgres.frontExchange(),
                                List.of(office.signingKey()))
                        .withStampKey(secrets.stampKey()),
                clock);
        opened.push(front);
        DemoSettings.write(data, configuration, postgres.frontExchange(), office.signingKey(), secrets);
        opened.push(town);
        town.live(new Town.TownPlace(
                office,
                configuration,
                secrets,
                "http://" + reached(options.host()) + ":" + front.port(),
                "http://" + reached(options.host()) + ":" + office.port()));
        return new Demo(options, secrets, opened, office, front, inbox, town, doorAddress);
    }

    private static OfficeConfiguration office(
            DemoOptions options, Path data, DemoSecrets secrets, DemoPostgres postgres, Inbox inbox) {
        ServiceFacts miyagi = ServiceFile.miyagi();
        ServiceFacts service = new ServiceFacts(
                options.preparing() ? ServiceFacts.State.PREPARING : ServiceFacts.State.OPEN,
                miyagi.name(),
                miyagi.authority(),
                miyagi.department(),
                miyagi.disease(),
                miyagi.phone(),
                miyagi.email(),
                miyagi.hours(),
                options.frontAddress(),
                miyagi.timeZone(),
                miyagi.sectors(),
                miyagi.municipalities(),
                miyagi.opensOn(),
                true,
                List.of());
        return new OfficeConfiguration(
                OfficeConfiguration.console(options.host(), options.officePort())
                        .withAddresses(options.addresses()),
                false,
                data.resolve("keys"),
                secrets.keysPassphrase(),
                data.resolve("work"),
                new LedgerCopy.InFile(data.resolve("ledger").resolve("heads.log")),
                postgres.exchange(),
                "mica_front",
                postgres.office(),
                List.of(RelayConfiguration.plain(loopback(options.host()), inbox.smtpPort(), "localhost")),
                MailConfiguration.plain(MailSender.of(EmailAddress.of("mica@demo.example.jp"))),
                4,
                NoticeConfiguration.usual(),
                service);
    }

    /** By whoever is on this machine. */
    private static String reached(String host) {
        return host.equals("0.0.0.0") || host.equals("127.0.0.1") ? "localhost" : host;
    }

    private static String loopback(String host) {
        return host.equals("0.0.0.0") ? "127.0.0.1" : host;
    }

    private static Officers.Credentials credentials(DemoSecrets secrets, DemoOfficer officer) {
        return new Officers.Credentials(secrets.officerPassword(), secrets.totpSecret(officer));
    }

    private static void ensureOfficer(Office office, DemoSecrets secrets, DemoOfficer officer) {
        if (office.officers().find(officer.loginName()).isEmpty()) {
            office.officers()
                    .create(
                            new Officers.NewOfficer(
                                    officer.loginName(),
                                    officer.displayName(),
                                    EmailAddress.of(officer.loginName() + "@pref.example.jp"),
                                    officer.roles()),
                            credentials(secrets, officer));
        }
    }

    private static AutoCloseable lock(Path data) throws CannotStart, IOException {
        FileChannel channel =
                FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // Said below.
        }
        channel.close();
        throw new CannotStart(
                "a demo is already running on " + data + "; end it, or choose another folder with --data DIR");
    }

    private static void requireFree(String host, int port) throws CannotStart {
        if (port == 0) {
            return;
        }
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName(host))) {
            socket.getLocalPort();
        } catch (IOException taken) {
            throw new CannotStart("port " + port
                    + " is in use; end what uses it, or choose others with --front-port, --office-port, --inbox-port");
        }
    }

    public Office office() {
        return office;
    }

    public String frontAddress() {
        return options.frontAddress();
    }

    public String officeAddress() {
        return "http://localhost:" + office.port();
    }

    public String inboxAddress() {
        return "http://localhost:" + inbox.httpPort();
    }

    /** The address of the venue the demo begins with, as its QR code has it. */
    public String doorAddress() {
        return doorAddress;
    }

    /** Waits until the town it begins with is there with its people, which takes seconds. */
    public void awaitTown() throws InterruptedException {
        town.awaitLife();
    }

    public int frontPort() {
        return front.port();
    }

    /** What the demo says when it is up: where, as whom, and what to try first. */
    public String welcome() {
        StringBuilder text = new StringBuilder();
        text.append("""

            みやぎお知らせコロナアプリ（MICA）デモ  —  a demo; nothing leaves this machine

              利用者・店舗  Public site   %s
              担当者        Console       %s
              受信箱        Inbox         %s

            """.formatted(frontAddress(), officeAddress(), inboxAddress()));
        text.append(officers());
        text.append("""

            まず試すこと  Try first
              1. %s
                 店舗の入口のページで登録し、受信箱のメールのボタンを押す
                 Check in at the door of a venue, then press the button in the mail in the inbox
              2. %s/apply
                 店舗として申請し、担当者 shinsa が承認し、受信箱でポスターを受け取る
                 Apply as a venue, approve as shinsa, take the poster from the inbox
              3. %s/notices
                 kian がお知らせを作り、shonin が承認し、受信箱で読む
                 Write a notice as kian, approve it as shonin, read it in the inbox

            %sデータ  Data: %s        終了  End: Ctrl-C
            """.formatted(
                        doorAddress,
                        frontAddress(),
                        officeAddress(),
                        town(),
                        options.data().toAbsolutePath().normalize()));
        return text.toString();
    }

    private String town() {
        return town.isComing() ? """
            町  Town: %d 軒。来店した人、申請、お知らせは数秒のうちに入ります
                %d venues; their visitors, applications and notices come in within seconds

            """.formatted(options.venues(), options.venues()) : "";
    }

    private String officers() {
        if (!options.showsCredentials()) {
            return """
                警告：この機械の外からも開けます。受信箱はだれにでも全てのメールを見せます。
                Warning: other machines can open this, and the inbox shows every mail to whoever does.
                Passwords and TOTP secrets of the officers are shown to nobody; they are in
                  %s
                --show-credentials shows them all the same.
                """.formatted(options.data().toAbsolutePath().normalize().resolve("demo.properties"));
        }
        StringBuilder text = new StringBuilder();
        if (options.isOpenToOthers()) {
            text.append("""
                警告：この機械の外からも開け、だれにでもパスワードと全てのメールを見せます。
                Warning: other machines can open this, and it shows the passwords and every mail to whoever does.

                """);
        }
        text.append("担当者のログイン  Officers (the sign-in page shows each one's current six digits)\n");
        for (DemoOfficer officer : DemoOfficer.values()) {
            text.append("  %-8s password %s   %s%n"
                    .formatted(officer.loginName(), secrets.officerPassword(), officer.displayName()));
        }
        return text.toString();
    }

    @Override
    public void close() {
        closeAll(opened);
    }

    private static void closeAll(Deque<AutoCloseable> opened) {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception failed) {
                org.slf4j.LoggerFactory.getLogger(Demo.class).error("demo.stop_failed", failed);
            }
        }
    }
}
