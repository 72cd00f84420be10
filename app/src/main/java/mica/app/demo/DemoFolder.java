package mica.app.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import mica.app.postgres.Private;

/** The folder of a demo, which holds passwords, keys and mails: its owner's alone, with everything below it. */
final class DemoFolder {

    /** What a demo keeps; a folder with anything else in it was somebody's before, and its own rights stay as they are. */
    private static final List<String> PARTS = List.of(
            "demo.properties",
            "doors.txt",
            "front.properties",
            "inbox",
            "keys",
            "ledger",
            "lock",
            "office.properties",
            "postgres",
            "postgres-program",
            "service.json",
            "town",
            "work");

    private DemoFolder() {}

    /** Makes it, or takes everybody else's rights from it. @throws Demo.CannotStart when it is no place for a demo */
    static void prepare(Path data) throws Demo.CannotStart {
        try {
            if (!Files.exists(data) || isOfADemo(data)) {
                Private.folder(data);
            } else if (Private.isWritableByOthers(data)) {
                throw new Demo.CannotStart("others may write to " + data
                        + ", and the demo keeps passwords and keys there; choose a folder of your own with --data DIR");
            }
            for (String part : PARTS) {
                Path place = data.resolve(part);
                if (Files.exists(place)) {
                    Private.narrowAll(place);
                }
            }
            if (!Files.exists(data.resolve("lock"))) {
                Private.file(data.resolve("lock"), "");
            }
            for (String folder : List.of("inbox", "keys", "work", "ledger")) {
                Private.folder(data.resolve(folder));
            }
        } catch (IOException failed) {
            throw new Demo.CannotStart("cannot write to " + data + "; choose another folder with --data DIR");
        }
    }

    private static boolean isOfADemo(Path data) throws IOException {
        try (Stream<Path> within = Files.list(data)) {
            return within.allMatch(path -> PARTS.contains(path.getFileName().toString()));
        }
    }
}
