package mica.bench.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Processor time used up to a moment by the parts of a measurement, from Linux's {@code /proc}. Seconds. The part
 * {@code load} is the bench's own process with the programs it started that have ended; every other part is a process
 * with all its children, such as a PostgreSQL server.
 */
public record ProcessorTime(Map<String, Double> parts) {

    /** Ticks of {@code /proc/PID/stat}; Linux shows a hundred a second on every machine. */
    private static final double TICKS = 100;

    private static final Path PROC = Path.of("/proc");

    /** Fields of {@code /proc/PID/stat} after the name, which may itself hold spaces (proc(5)). */
    private static final int PARENT = 1;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int ENDED_CHILDREN_USER = 13;
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    /** @param pids of the parts beside the load */
    public static ProcessorTime now(Map<String, Long> pids) {
        Map<String, Double> parts = new LinkedHashMap<>();
        pids.forEach((part, pid) -> parts.put(part, tree(pid)));
        String[] own = stat(ProcessHandle.current().pid());
        parts.put("load", used(own) + usedByEnded(own));
        return new ProcessorTime(parts);
    }

    /** Seconds that the programs have used which this process started and which have ended. */
    public static double ofEndedChildren() {
        return usedByEnded(stat(ProcessHandle.current().pid()));
    }

    public ProcessorTime minus(ProcessorTime earlier) {
        Map<String, Double> left = new LinkedHashMap<>();
        parts.forEach((part, seconds) -> left.put(part, seconds - earlier.of(part)));
        return new ProcessorTime(left);
    }

    public double of(String part) {
        return parts.getOrDefault(part, 0.0);
    }

    public double sum() {
        return parts.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    private static double tree(long root) {
        String[] parent = stat(root);
        double seconds = used(parent) + usedByEnded(parent);
        String pid = Long.toString(root);
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                String[] stat = stat(Long.parseLong(process.getFileName().toString()));
                if (stat.length > 0 && stat[PARENT].equals(pid)) {
                    seconds += used(stat);
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return seconds;
    }

    private static double used(String[] stat) {
        return stat.length == 0 ? 0 : (Long.parseLong(stat[USER]) + Long.parseLong(stat[SYSTEM])) / TICKS;
    }

    private static double usedByEnded(String[] stat) {
        return stat.length == 0
                ? 0
                : (Long.parseLong(stat[ENDED_CHILDREN_USER]) + Long.parseLong(stat[ENDED_CHILDREN_SYSTEM])) / TICKS;
    }

    /** Empty for a process that has ended meanwhile. */
    private static String[] stat(long pid) {
        try {
            String line = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException ended) {
            return new String[0];
        }
    }
}
