package mica.office.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The files of a key store, named by their path within its folder. Several offices may share the folder: a file comes to
 * be whole or not at all, and of two who make the same one, both go on with the first. Threads may share it.
 */
final class KeyFiles {

    private static final String OLD = ".old-";

    private final Path folder;

    /** @param folder made when missing, readable by its owner alone */
    KeyFiles(Path folder) {
        this.folder = folder;
        makeFolder(folder);
    }

    boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    Optional<byte[]> read(String name) {
        Path file = folder.resolve(name);
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The names of the folders within, in no order. */
    List<String> folders() {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Written beside, synced and linked into place; a file that is there already stays as it is. */
    void writeNew(String name, byte[] content) {
        Path file = folder.resolve(name);
        try {
            Path part = part(file, content);
            try {
                Files.createLink(file, part);
            } catch (FileAlreadyExistsException madeByAnother) {
                // The other one's stands.
            } finally {
                Files.delete(part);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Puts another content in place of a file's, at once for every reader, and destroys the old one. */
    void replace(String name, byte[] content) {
        Path file = folder.resolve(name);
        Path old = folder.resolve(OLD + name);
        try {
            Path part = part(file, content);
            Files.deleteIfExists(old);
            Files.createLink(old, file);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            overwriteAndDelete(old);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Path part(Path file, byte[] content) throws IOException {
        Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent());
        makeFolder(parent);
        Path part = Files.createTempFile(
                parent, ".new", "", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(part, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        return part;
    }

    /** Destroys a file, or a folder with all that is in it. */
    void destroy(String name) {
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(path)) {
            paths.sorted(Comparator.reverseOrder()).forEach(files::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        files.forEach(KeyFiles::overwriteAndDelete);
    }

    private static void makeFolder(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path.getParent());
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void overwriteAndDelete(Path path) {
        try {
            if (Files.isRegularFile(path)) {
                Files.write(path, new byte[(int) Files.size(path)], StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            }
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
