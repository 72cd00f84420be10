package mica.office.venue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up imports that nobody is working at: those of an office that ended in the middle. */
public final class ImportJob implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final VenueImport imports;
    private @Nullable Thread thread;

    public ImportJob(VenueImport imports) {
        this.imports = imports;
    }

    /** Looks at once, and from then on until closed. */
    public void start() {
        thread = Thread.ofVirtual().name("imports").start(() -> {
            try {
                while (true) {
                    try {
                        imports.resume();
                    } catch (RuntimeException failed) {
                        LOG.error("import.failed", failed);
                    }
                    Thread.sleep(INTERVAL);
                }
            } catch (InterruptedException closed) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
