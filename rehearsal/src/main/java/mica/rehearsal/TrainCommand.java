package mica.rehearsal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import mica.rehearsal.machine.BenchPostgres;
import mica.rehearsal.machine.Installation;
import mica.rehearsal.machine.ProgramProcess;
import mica.rehearsal.people.People;
import mica.rehearsal.people.RehearsalOfficers;
import mica.rehearsal.sink.Counts;
import mica.rehearsal.sink.SinkProgram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Lets an office send notices to made-up people and keeps what its Java has learned by it (an AOT cache: JEP 483, 514 and
 * 515), so that the first notice of a later office is sent as fast as a tenth one. A rehearsal on an installation of its
 * own, with a database and a sink for mails on this machine; nothing leaves it.
 */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true,
        description = "Rehearses notices on made-up people, and keeps what Java learns for later starts of the office.")
public final class TrainCommand implements Callable<Integer> {

    /** Java writes the cache when the office ends, which takes seconds, or many of them beside other work. */
    private static final Duration LONGEST_END = Duration.ofMinutes(10);

    @Option(names = "--out", required = true, description = "the file in which it is kept", paramLabel = "FILE")
    private Path out = Path.of("office.aot");

    @Option(names = "--people", description = "how many people get each notice")
    private int people = 20_000;

    @Option(names = "--notices", description = "how many notices")
    private int notices = 4;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("mica-train");
        System.out.println("data, until it has gone well: " + folder);
        Path part = out.resolveSibling(out.getFileName() + ".part").toAbsolutePath();
        Files.createDirectories(part.getParent());
        try (BenchPostgres postgres = BenchPostgres.start(folder);
                SinkProgram sink = SinkProgram.start(folder.resolve("log"), true, people, 0)) {
            Installation installation = Installation.make(
                    folder,
                    postgres,
                    Installation.madeUpVenues(folder, 1),
                    Map.of("MICA_OFFICE_HTTPS", "no", "MICA_OFFICE_MAIL_PORT", Integer.toString(sink.port())));
            String venue = People.fill(postgres, installation, List.of(people))
                    .getFirst()
                    .code();
            try (ProgramProcess office = installation.startOffice(List.of("-XX:AOTCacheOutput=" + part))) {
                RehearsalOfficers officers =
                        RehearsalOfficers.add(installation, office.awaitPort("The console listens on 127.0.0.1:"));
                for (int i = 1; i <= notices; i++) {
                    send(i, venue, officers, postgres, sink);
                }
                office.end(LONGEST_END);
            }
            require(Files.exists(part), "Java has kept nothing; see " + folder.resolve("log"));
            requireNothingOf(List.of(Installation.PASSPHRASE, BenchPostgres.PASSWORD, "@example.jp"), part);
            installation.tryWith(List.of("-XX:AOTMode=on", "-XX:AOTCache=" + part));
        }
        Files.move(part, out, StandardCopyOption.ATOMIC_MOVE);
        remove(folder);
        System.out.printf(Locale.ROOT, "kept: %s, %,d MB%n", out, Files.size(out) >> 20);
        return 0;
    }

    private void send(int number, String venue, RehearsalOfficers officers, BenchPostgres postgres, SinkProgram sink)
            throws IOException, InterruptedException, SQLException {
        String notice = officers.write(venue);
        sink.reset();
        officers.approve(notice);
        RehearsalOfficers.awaitSent(postgres, notice);
        Counts counts = sink.counts();
        require(
                counts.people() == people && counts.messages() == people,
                counts.messages() + " mails to " + counts.people() + " of " + people + " people");
        System.out.printf(Locale.ROOT, "notice %d: %,.0f mails/s%n", number, counts.perSecond());
    }

    /** What the office knew while it learned: keys and databases are opened with some of it, mails go to others. */
    private static void requireNothingOf(List<String> secrets, Path file) throws IOException {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        for (String secret : secrets) {
            require(!content.contains(secret), "what Java keeps holds what the office knew: " + secret);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(one);
            }
        }
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("FAILED: " + otherwise);
        }
    }
}
