package mica.app.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Files and folders that are their owner's alone, made so or narrowed to it. */
public final class Private {

    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private Private() {}

    /** A folder, made when missing. */
    public static Path folder(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            narrow(folder);
        } else if (isPosix(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
        return folder;
    }

    /** A file with a content, made anew. */
    public static Path file(Path file, String content) throws IOException {
        Files.deleteIfExists(file);
        if (isPosix(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return Files.writeString(file, content, StandardCharsets.UTF_8);
    }

    /** Takes everybody else's rights from a folder and from everything below it; links are not followed. */
    public static void narrowAll(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path within, BasicFileAttributes attributes) throws IOException {
                narrow(within);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path within, BasicFileAttributes attributes) throws IOException {
                if (!attributes.isSymbolicLink()) {
                    narrow(within);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Whether others than its owner may write there. */
    public static boolean isWritableByOthers(Path folder) throws IOException {
        Set<PosixFilePermission> rights = isPosix(folder) ? Files.getPosixFilePermissions(folder) : Set.of();
        return rights.contains(PosixFilePermission.GROUP_WRITE) || rights.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static void narrow(Path one) throws IOException {
        if (!isPosix(one)) {
            return;
        }
        Set<PosixFilePermission> rights = Files.getPosixFilePermissions(one, LinkOption.NOFOLLOW_LINKS);
        if (rights.removeAll(OTHERS)) {
            Files.setPosixFilePermissions(one, rights);
        }
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
