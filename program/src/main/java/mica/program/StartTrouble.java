package mica.program;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mica.exchange.database.DatabaseAwayException;
import mica.exchange.database.ExcessRightsException;
import mica.exchange.database.UnfitDatabaseException;
import mica.program.settings.SettingsException;
import mica.web.CannotListenException;

/** What an operator can mend, in one line; everything else is a fault of the program and keeps its trace. */
final class StartTrouble {

    private StartTrouble() {}

    /** The line; empty for a fault of the program. */
    static Optional<String> line(Throwable failed, List<Class<? extends RuntimeException>> told) {
        return Stream.iterate(failed, cause -> cause != null, Throwable::getCause)
                .flatMap(cause -> one(cause, told).stream())
                .findFirst()
                .map(line -> line.replaceAll("\\s*[\\r\\n]+\\s*", " "));
    }

    private static Optional<String> one(Throwable cause, List<Class<? extends RuntimeException>> ofProgram) {
        if (ofProgram.contains(cause.getClass())) {
            return Optional.ofNullable(cause.getMessage());
        }
        return switch (cause) {
            case SettingsException told -> Optional.ofNullable(told.getMessage());
            case CannotStartException told -> Optional.ofNullable(told.getMessage());
            case UnfitDatabaseException told -> Optional.ofNullable(told.getMessage());
            case DatabaseAwayException told -> Optional.ofNullable(told.getMessage());
            case ExcessRightsException told -> Optional.ofNullable(told.getMessage());
            case CannotListenException told -> Optional.ofNullable(told.getMessage());
            case AccessDeniedException denied -> Optional.of(denied(denied));
            case FileSystemException refused
            when refused.getFile() != null ->
                Optional.of("cannot use " + refused.getFile() + ": "
                        + (refused.getReason() == null ? refused.getClass().getSimpleName() : refused.getReason()));
            default -> Optional.empty();
        };
    }

    private static String denied(AccessDeniedException denied) {
        String user = System.getProperty("user.name");
        String file = String.valueOf(denied.getFile());
        return "the user " + user + " may not use " + file + owner(Path.of(file))
                + "; start as the user it belongs to, or" + " give it to this one with everything beside it: chown -R "
                + user + " FOLDER";
    }

    private static String owner(Path file) {
        for (Path at = file.toAbsolutePath(); at != null; at = at.getParent()) {
            try {
                return ", which is " + Files.getOwner(at).getName() + "'s";
            } catch (java.io.IOException | UnsupportedOperationException notTold) {
                // The folder above may tell.
            }
        }
        return "";
    }
}
