package mica.exchange.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Looks whether a secret on the disk is its owner's alone. Each answer is one line for the operator that says what is
 * wrong and the command that mends it; empty when nothing is, when there is no such file, or when the file system knows no
 * owners.
 */
public final class OwnersAlone {

    private static final int GROUP_READS = 0040;
    private static final int GROUP_WRITES = 0020;
    private static final int OTHERS = 0007;
    private static final int OTHERS_WRITE = 0002;
    private static final int STICKY = 01000;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,-]+");

    private OwnersAlone() {}

    /**
     * Of a file with a secret, or a folder of such files. A file of somebody else's, as an administrator's that is handed
     * to the program by its group, may be read by that group.
     */
    public static Optional<String> fault(Path secret) {
        Integer mode = mode(secret);
        if (mode == null) {
            return Optional.empty();
        }
        boolean handed = !Files.isDirectory(secret) && !isOwn(secret);
        if ((mode & (OTHERS | GROUP_WRITES | (handed ? 0 : GROUP_READS))) == 0) {
            return ofFolder(secret);
        }
        String right = Files.isDirectory(secret) ? "700" : handed ? "640" : "600";
        return Optional.of(quoted(secret) + " is open to others (" + letters(secret) + "); to close it: chmod " + right
                + " " + quoted(secret));
    }

    /** Of a file that others may read, but must not change. */
    public static Optional<String> changeable(Path file) {
        Integer mode = mode(file);
        if (mode == null) {
            return Optional.empty();
        }
        if ((mode & OTHERS_WRITE) == 0) {
            return ofFolder(file);
        }
        return Optional.of(quoted(file) + " can be changed by everybody (" + letters(file)
                + "); to close it: chmod o-w " + quoted(file));
    }

    /** Whoever may write the folder can put another file in its place. */
    private static Optional<String> ofFolder(Path secret) {
        Path folder = secret.toAbsolutePath().normalize().getParent();
        Integer mode = folder == null ? null : mode(folder);
        if (folder == null || mode == null || (mode & OTHERS_WRITE) == 0 || (mode & STICKY) != 0) {
            return Optional.empty();
        }
        return Optional.of("everybody can put another in the place of " + quoted(secret) + ", as its folder is open ("
                + letters(folder) + "); to close it: chmod o-w " + quoted(folder));
    }

    private static @Nullable Integer mode(Path path) {
        try {
            Map<String, Object> read = Files.readAttributes(path, "unix:mode");
            return read.get("mode") instanceof Integer mode ? mode : null;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException unknown) {
            return null;
        }
    }

    private static boolean isOwn(Path path) {
        try {
            return Files.getOwner(path).getName().equals(System.getProperty("user.name"));
        } catch (IOException | UnsupportedOperationException unknown) {
            return false;
        }
    }

    private static String letters(Path path) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path, new LinkOption[0]);
            return PosixFilePermissions.toString(permissions);
        } catch (IOException | UnsupportedOperationException unknown) {
            return "unknown";
        }
    }

    /** As a shell takes it. */
    private static String quoted(Path path) {
        String text = path.toString();
        return PLAIN.matcher(text).matches() ? text : "'" + text.replace("'", "'\\''") + "'";
    }
}
