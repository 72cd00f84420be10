package mica.exchange.database;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Jdbi;

/**
 * Keeps the files that processes of a database server write from growing, which needs no rights (util-linux); what they
 * write within is written. Closing makes room again.
 */
public final class SmallDisk implements AutoCloseable {

    private final Set<Long> limited = ConcurrentHashMap.newKeySet();

    /** The processes of a server that work for a role in the database that is asked. */
    public static Set<Long> processes(Jdbi database, String role) {
        return new HashSet<>(database.withHandle(handle -> handle.createQuery(
                        "select pid from pg_stat_activity where datname = current_database() and usename = :role")
                .bind("role", role)
                .mapTo(Long.class)
                .list()));
    }

    /** Limits each file that some processes write. */
    public void limit(Set<Long> processes, long octets) {
        processes.forEach(pid -> limit(pid, Long.toString(octets)));
    }

    /** As {@link #limit}; those that the same server starts later have it from the process that starts them. */
    public void limitWithThoseToCome(Set<Long> processes, long octets) {
        Set<Long> all = new HashSet<>(processes);
        processes.stream()
                .flatMap(pid -> ProcessHandle.of(pid).flatMap(ProcessHandle::parent).stream())
                .map(ProcessHandle::pid)
                .findFirst()
                .ifPresent(all::add);
        limit(all, octets);
    }

    /** What the dead were told does not matter any more. */
    public void forget(Set<Long> dead) {
        limited.removeAll(dead);
    }

    /** Room again. @param others processes that may have a limit from whoever started them */
    public void roomAgain(Set<Long> others) {
        limited.addAll(others);
        close();
    }

    @Override
    public void close() {
        List.copyOf(limited).forEach(pid -> limit(pid, "unlimited"));
        limited.clear();
    }

    /** The hard limit stays, so that it can be taken away again. */
    private void limit(long pid, String octets) {
        try {
            limited.add(pid);
            new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + octets + ":")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException missing) {
            throw new AssertionError("this test needs prlimit of util-linux", missing);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }
}
