package mica.office.overview;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.health.Condition;
import mica.exchange.health.Part;
import org.jspecify.annotations.Nullable;

/** How much room there is for the office's own files. The disks of the databases say themselves when they are full. */
public final class DiskRoom {

    private static final long GIBIBYTE = 1L << 30;

    /**
     * A folder of the office.
     *
     * @param required whether it must be there; what is not is made when it is first used
     */
    public record Folder(String name, Path path, boolean required) {}

    private final List<Folder> folders;
    private final long little;
    private final long tooLittle;

    public DiskRoom(List<Folder> folders) {
        this(folders, GIBIBYTE, GIBIBYTE / 10);
    }

    /** @param little octets, below which someone should look; below the next one must */
    DiskRoom(List<Folder> folders, long little, long tooLittle) {
        this.folders = List.copyOf(folders);
        this.little = little;
        this.tooLittle = tooLittle;
    }

    /** May hang as long as a network file system does. */
    public Part part() {
        Map<String, Object> facts = new LinkedHashMap<>();
        Condition worst = Condition.WELL;
        for (Folder folder : folders) {
            worst = worst.worse(look(folder, facts));
        }
        return new Part("disk", worst, facts);
    }

    private Condition look(Folder folder, Map<String, Object> facts) {
        Path path = folder.required() ? folder.path() : existing(folder.path());
        if (path == null || !Files.isDirectory(path)) {
            facts.put(folder.name(), "missing");
            return Condition.DOWN;
        }
        if (!Files.isWritable(path)) {
            facts.put(folder.name(), "not writable");
            return Condition.DOWN;
        }
        long free = free(path);
        facts.put(folder.name() + "_free_megabytes", free >> 20);
        return free < tooLittle ? Condition.DOWN : free < little ? Condition.DEGRADED : Condition.WELL;
    }

    private static long free(Path path) {
        try {
            return Files.getFileStore(path).getUsableSpace();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static @Nullable Path existing(Path path) {
        Path there = path.toAbsolutePath();
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        return there;
    }
}
