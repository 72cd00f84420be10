package mica.office.keys;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import mica.exchange.database.Outage;

/**
 * What was done to the keys and is not yet in the ledger: numbered files of the key folder, encrypted as the keys are, so
 * that a command needs no database and nobody else can write any. Threads may share it.
 */
final class KeyEvents {

    private static final String FOLDER = "events/";

    private final KeyFiles files;

    KeyEvents(KeyFiles files) {
        this.files = files;
    }

    void add(KeyEvent event) {
        byte[] text = event.text().getBytes(StandardCharsets.UTF_8);
        int number = names().stream()
                .map(name -> Integer.parseInt(name.substring(FOLDER.length())))
                .max(Integer::compare)
                .orElse(0);
        do {
            number++;
        } while (!files.writeNew(FOLDER + "%09d".formatted(number), text));
    }

    /**
     * Hands on what waits, in its order, and forgets it; one at a time, so that a failure repeats at most one.
     *
     * @return how many there were
     * @throws RuntimeException after the last, when one could not be handed on
     */
    int drain(Consumer<KeyEvent> ledger) {
        if (names().isEmpty()) {
            return 0;
        }
        return files.folder().exclusively(() -> {
            List<String> waiting = names();
            RuntimeException failed = null;
            for (String name : waiting) {
                try {
                    files.read(name)
                            .ifPresent(text -> ledger.accept(KeyEvent.read(new String(text, StandardCharsets.UTF_8))));
                    files.destroy(name);
                } catch (RuntimeException unreadable) {
                    if (Outage.is(unreadable)) {
                        throw unreadable;
                    }
                    // It stays, for somebody to look at; those behind it go on.
                    failed = failed == null ? unreadable : failed;
                }
            }
            if (failed != null) {
                throw failed;
            }
            return waiting.size();
        });
    }

    private List<String> names() {
        return files.folder().files().stream()
                .filter(name -> name.startsWith(FOLDER))
                .toList();
    }
}
