package mica.office.delivery;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.seal.KeyPurpose;
import mica.office.audience.AudienceStore;
import mica.office.intake.EpochStore;
import mica.office.keys.KeyStore;
import mica.office.keys.Opener;
import mica.office.keys.Secrets;
import mica.office.keys.TestKeys;
import mica.office.message.MailSender;
import mica.office.message.MessageComposer;
import mica.office.notice.NoticeConfiguration;
import mica.office.outcome.DeadAddresses;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.relay.Relay;
import mica.office.relay.RelayConfiguration;
import mica.office.visits.VisitStore;

/** An office that only sends notices, as a process that can be killed and frozen. Its clock is a line in a file. */
final class OfficeProcess {

    private OfficeProcess() {}

    /** @param arguments of the database url, user and password; the folder of the world; the relay's port */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[3]);
        InstantSource clock = () -> read(folder.resolve("clock"));
        Database office =
                Database.open("process", new DatabaseConfiguration(arguments[0], arguments[1], arguments[2], 8));
        KeyStore keys = TestKeys.open(folder.resolve("keys"));
        Secrets secrets = new Secrets(keys);
        VisitStore visits = new VisitStore(office.jdbi(), secrets, NoticeWorld.ZONE);
        AudienceStore audiences = new AudienceStore(office.jdbi(), secrets, NoticeWorld.ZONE);
        NoticeConfiguration sending =
                NoticeConfiguration.usual().withSessions(4).withWindow(20, 80);
        new NoticeDelivery(
                        office.jdbi(),
                        visits,
                        new Fixing(office.jdbi(), visits, audiences, sending, clock),
                        new Opener(keys, new EpochStore(office.jdbi()), Set.of(KeyPurpose.DAY)),
                        secrets,
                        new NoticeMail(office.jdbi(), secrets, NoticeWorld::service),
                        new MessageComposer(
                                MailSender.of(EmailAddress.of("mica@pref.example.jp")), NoticeWorld::service, clock),
                        new Relay(RelayConfiguration.plain(
                                "127.0.0.1", Integer.parseInt(arguments[4]), "office.example.jp")),
                        new Admission(
                                new DeadAddresses(office.jdbi(), secrets, clock, NoticeWorld.ZONE)::isDead,
                                new Pace(Providers.usual()),
                                clock),
                        sending,
                        clock)
                .start();
        new CountDownLatch(1).await();
    }

    private static Instant read(Path clock) {
        try {
            return Instant.parse(Files.readString(clock).strip());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    static Process start(NoticeWorld world, Path folder, int port) throws IOException {
        setClock(folder, world.now);
        return new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx200m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OfficeProcess.class.getName(),
                        world.configuration.url(),
                        world.configuration.user(),
                        world.configuration.password(),
                        folder.toString(),
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(folder.toFile(), "office.log")))
                .start();
    }

    static void setClock(Path folder, Instant now) throws IOException {
        Path next = folder.resolve("clock.next");
        Files.writeString(next, now.toString());
        Files.move(
                next,
                folder.resolve("clock"),
                java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
}
