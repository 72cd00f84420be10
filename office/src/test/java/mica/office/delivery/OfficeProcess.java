package mica.office.delivery;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import mica.exchange.database.DatabaseConfiguration;
import mica.office.OfficeWorld;
import mica.office.notice.NoticeConfiguration;
import mica.office.relay.Relay;
import mica.office.relay.RelayConfiguration;

/** An office that only sends notices, as a process that can be killed and frozen. Its clock is a line in a file. */
final class OfficeProcess {

    private OfficeProcess() {}

    /** @param arguments urls of both databases, user and password; the folder of the world; the relay's port */
    public static void main(String[] arguments) throws InterruptedException {
        Path folder = Path.of(arguments[4]);
        InstantSource clock = () -> read(folder.resolve("clock"));
        OfficeWorld.ofAnother(
                        new DatabaseConfiguration(arguments[0], arguments[2], arguments[3], 2),
                        new DatabaseConfiguration(arguments[1], arguments[2], arguments[3], 8),
                        folder,
                        clock)
                .service(NoticeWorld.service())
                .notices(NoticeConfiguration.usual().withSessions(4).withWindow(20, 80))
                .open()
                .noticeDelivery(new Relay(
                        RelayConfiguration.plain("127.0.0.1", Integer.parseInt(arguments[5]), "office.example.jp")))
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
                        world.exchangeUrl(),
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
