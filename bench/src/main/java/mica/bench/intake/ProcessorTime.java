package mica.bench.intake;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Processor time used up to a moment by the three parts of a measurement, from Linux's {@code /proc}. Seconds.
 *
 * @param front the front's process
 * @param database the PostgreSQL server and all its processes, ended ones included
 * @param load this process, and programs it started that have ended: pgbench
 */
record ProcessorTime(double front, double database, double load) {

    /** Ticks of {@code /proc/PID/stat}; Linux shows a hundred a second on every machine. */
    private static final double TICKS = 100;

    private static final Path PROC = Path.of("/proc");

    /** Fields of {@code /proc/PID/stat} after the name, which may itself hold spaces (proc(5)). */
    private static final int PARENT = 1;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int ENDED_CHILDREN_USER = 13;
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    static ProcessorTime now(long frontPid, long postmasterPid) {
        String[] own = stat(ProcessHandle.current().pid());
        return new ProcessorTime(used(stat(frontPid)), database(postmasterPid), used(own) + usedByEnded(own));
    }

    ProcessorTime minus(ProcessorTime earlier) {
        return new ProcessorTime(front - earlier.front, database - earlier.database, load - earlier.load);
    }

    double sum() {
        return front + database + load;
    }

    private static double database(long postmaster) {
        String[] parent = stat(postmaster);
        double seconds = used(parent) + usedByEnded(parent);
        String pid = Long.toString(postmaster);
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
