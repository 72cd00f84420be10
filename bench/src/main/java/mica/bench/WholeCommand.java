package mica.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import mica.app.demo.Demo;
import mica.app.demo.DemoOptions;
import mica.exchange.database.ReservedPort;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The whole life with real input: every restaurant of a list imported, every poster printed and every QR code read back,
 * check-ins over all of them through HTTP, and one notice. Fails when anything is lost, doubled or misread.
 */
@Command(
        name = "whole",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Imports a real list, prints and reads every poster, checks in over HTTP, sends one notice.")
final class WholeCommand implements Callable<Integer> {

    @Parameters(paramLabel = "CSV", description = "a list of restaurants; columns 店名 and 住所")
    private Path list = Path.of("");

    @Option(names = "--check-ins", description = "how many")
    private int checkIns = 20_000;

    @Option(names = "--clients", description = "how many visitors at a time")
    private int clients = 64;

    @Option(names = "--data", description = "where the run keeps its data; a new temporary folder if not given")
    private @Nullable Path data;

    @Override
    public Integer call() throws Exception {
        Path folder = data == null ? Files.createTempDirectory("mica-bench") : data;
        DemoOptions options = DemoOptions.onLoopback(folder, "", freePort(), freePort(), freePort());
        try (Demo demo = Demo.start(options, Clock.systemUTC())) {
            System.out.println("data: " + folder);
            VenueRun venues = new VenueRun(demo);
            Map<String, String> spots = venues.importList(list);
            venues.readBackPosters(spots);
            VisitorRun visitors = new VisitorRun(demo, new ArrayList<>(spots.values()));
            visitors.checkIn(checkIns, clients);
            visitors.awaitConfirmations(Duration.ofMinutes(20));
            new NoticeRun(demo, visitors).send();
        }
        System.out.println("whole: nothing lost, nothing doubled, nothing misread");
        return 0;
    }

    private static int freePort() throws IOException {
        try (ReservedPort port = ReservedPort.reserve()) {
            return port.number();
        }
    }

    /** A result of the run: one line, for the documents. */
    static void report(String what, long count, long nanos) {
        double seconds = nanos / 1e9;
        System.out.printf("%-34s %,8d in %7.1f s  (%,.0f/s)%n", what, count, seconds, count / seconds);
    }

    /** Ends the run when something is not as it must be. */
    static void require(boolean right, String otherwise) {
        if (!right) {
            throw new IllegalStateException("FAILED: " + otherwise);
        }
    }
}
