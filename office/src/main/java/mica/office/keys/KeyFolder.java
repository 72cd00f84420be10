package mica.office.keys;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import mica.exchange.file.OwnersAlone;
import mica.exchange.text.SmallFile;

/**
 * The files of a key store as they lie on disk, named by their path within its folder. Several offices may share the
 * folder: a file comes to be whole or not at all, and of two who make the same one, both go on with the first. What is
 * done is synced, file and folder, before the call returns. Threads may share it.
 */
final class KeyFolder {

    private static final String NEW = ".new-";
    private static final String OLD = ".old-";
    private static final String LOCK = ".lock";
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_S_FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_S_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /** A lock on a file is the whole process's, so threads of one need their own. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path folder;
    private final Runnable beforeEachChange;

    /**
     * @param folder made when missing, readable by its owner alone
     * @throws LockedKeysException when one that is there is open to others
     */
    KeyFolder(Path folder) {
        this(folder, () -> {});
    }

    /** @param beforeEachChange where a test lets the machine stop */
    KeyFolder(Path folder, Runnable beforeEachChange) {
        this.folder = folder.toAbsolutePath();
        this.beforeEachChange = beforeEachChange;
        try {
            makeFolder(this.folder);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        OwnersAlone.fault(this.folder).ifPresent(fault -> {
            throw new LockedKeysException("the key folder " + fault);
        });
    }

    Path path() {
        return folder;
    }

    boolean exists(String name) {
        return Files.exists(folder.resolve(name));
    }

    Optional<byte[]> read(String name) {
        try {
            return Optional.of(SmallFile.octets(folder.resolve(name)));
        } catch (NoSuchFileException missing) {
            return Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The names of the folders within, in no order. */
    List<String> folders() {
        try (Stream<Path> within = Files.list(folder)) {
            return within.filter(Files::isDirectory)
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The names of all files, in order; without those on their way to come or go. */
    List<String> files() {
        return walk(path -> !isHidden(path));
    }

    /** Written beside, synced and linked into place. @return false when the file is there already; it stays as it is */
    boolean writeNew(String name, byte[] content) {
        Path file = folder.resolve(name);
        try {
            Path part = part(file, content);
            try {
                beforeEachChange.run();
                Files.createLink(file, part);
                return true;
            } catch (FileAlreadyExistsException madeByAnother) {
                return false;
            } finally {
                beforeEachChange.run();
                Files.delete(part);
                sync(parent(file));
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /**
     * Puts another content in place of a file's, at once for every reader, and destroys the old one. A crash in between
     * leaves the old one beside; {@link #sweep} finishes then. Call within {@link #exclusively}.
     */
    void replace(String name, byte[] content) {
        Path file = folder.resolve(name);
        Path old = parent(file).resolve(OLD + file.getFileName());
        try {
            finishOld(old);
            Path part = part(file, content);
            if (Files.exists(file)) {
                beforeEachChange.run();
                Files.createLink(old, file);
            }
            beforeEachChange.run();
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            sync(parent(file));
            finishOld(old);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Destroys a file, or a folder with all that is in it: overwritten, synced, deleted, the folder synced. */
    void destroy(String name) {
        Path path = folder.resolve(name);
        if (!Files.exists(path)) {
            return;
        }
        try {
            List<Path> within;
            try (Stream<Path> paths = Files.walk(path)) {
                within = paths.sorted(Comparator.reverseOrder()).toList();
            }
            for (Path each : within) {
                overwriteAndDelete(each);
            }
            sync(parent(path));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Finishes what a crash left half done. Call within {@link #exclusively}. */
    void sweep() {
        for (String name : walk(path -> path.getFileName().toString().startsWith(OLD))) {
            try {
                finishOld(folder.resolve(name));
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** Runs while no other office and no other thread runs anything exclusively. */
    <T> T exclusively(Supplier<T> work) {
        if (THREADS.isHeldByCurrentThread()) {
            return work.get();
        }
        THREADS.lock();
        try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            return work.get();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } finally {
            THREADS.unlock();
        }
    }

    private Path lockFile() throws IOException {
        Path file = folder.resolve(LOCK);
        try {
            Files.createFile(file, OWNER_S_FILE);
        } catch (FileAlreadyExistsException there) {
            // As it should be.
        }
        return file;
    }

    /** The old content's second name: while the first still leads to it, it was not replaced and must live. */
    private void finishOld(Path old) throws IOException {
        if (!Files.exists(old)) {
            return;
        }
        Path file = parent(old).resolve(old.getFileName().toString().substring(OLD.length()));
        if (Files.exists(file) && Files.isSameFile(file, old)) {
            beforeEachChange.run();
            Files.delete(old);
        } else {
            overwriteAndDelete(old);
        }
        sync(parent(old));
    }

    private List<String> walk(Predicate<Path> wanted) {
        List<String> names = new ArrayList<>();
        try {
            Files.walkFileTree(folder, Set.of(), 2, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (attributes.isRegularFile() && wanted.test(file)) {
                        names.add(folder.relativize(file).toString());
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failed) throws IOException {
                    // Other offices write beside and link into place all the time.
                    if (failed instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failed;
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        names.sort(Comparator.naturalOrder());
        return names;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private static Path parent(Path path) {
        return Objects.requireNonNull(path.getParent());
    }

    private Path part(Path file, byte[] content) throws IOException {
        makeFolder(parent(file));
        beforeEachChange.run();
        Path part = Files.createTempFile(parent(file), NEW, "", OWNER_S_FILE);
        write(part, content);
        return part;
    }

    private static void makeFolder(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            return;
        }
        Files.createDirectories(parent(path));
        try {
            Files.createDirectory(path, OWNER_S_FOLDER);
            sync(parent(path));
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        }
    }

    private void overwriteAndDelete(Path path) throws IOException {
        if (Files.isRegularFile(path)) {
            write(path, new byte[(int) Files.size(path)]);
        }
        beforeEachChange.run();
        Files.deleteIfExists(path);
    }

    /** Over what is there, not into a new place: the file is not cut first. */
    private void write(Path file, byte[] content) throws IOException {
        beforeEachChange.run();
        Files.write(file, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }

    private static void sync(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
