package mica.rehearsal.sink;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The sink as a program of its own, so that its processor time is known. Reads commands, a line each, and answers with a
 * line each: {@code reset}, {@code messages}, {@code counts}, {@code sample FILE}, {@code times FROM COUNT FILE}.
 */
final class SinkMain {

    private SinkMain() {}

    /** @param arguments whether it offers CHUNKING, how many people there may be, round trip in milliseconds */
    public static void main(String[] arguments) throws IOException {
        Duration roundTrip = Duration.ofMillis(Long.parseLong(arguments[2]));
        try (Sink sink = new Sink(Boolean.parseBoolean(arguments[0]), Integer.parseInt(arguments[1]));
                DelayLine delay = new DelayLine(sink.port(), roundTrip);
                BufferedReader commands =
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println("port " + (roundTrip.isZero() ? sink.port() : delay.port()));
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                System.out.println("= " + answer(sink, line.split(" ")));
            }
        }
    }

    private static String answer(Sink sink, String[] words) throws IOException {
        return switch (words[0]) {
            case "reset" -> {
                sink.reset();
                yield "reset";
            }
            case "messages" -> Integer.toString(sink.messages());
            case "counts" -> {
                Counts counts = sink.counts();
                yield counts.messages() + " " + counts.people() + " " + counts.doubles() + " " + counts.signed() + " "
                        + counts.firstNanos() + " " + counts.lastNanos();
            }
            case "sample" -> {
                byte[] sample = sink.sample();
                if (sample != null) {
                    Files.write(Path.of(words[1]), sample);
                }
                yield Boolean.toString(sample != null);
            }
            case "times" -> {
                StringBuilder times = new StringBuilder();
                int from = Integer.parseInt(words[1]);
                for (int number = from; number < from + Integer.parseInt(words[2]); number++) {
                    times.append(sink.takenAt(number)).append('\n');
                }
                Files.writeString(Path.of(words[3]), times);
                yield words[3];
            }
            default -> "unknown command";
        };
    }
}
