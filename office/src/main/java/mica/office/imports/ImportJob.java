package mica.office.imports;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up imports that nobody is working at: those of an office that ended in the middle. */
public final class ImportJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final VenueImport imports;
    private final Pulse pulse = new Pulse("imports", Duration.ofHours(1));
    private @Nullable Thread thread;

    public ImportJob(VenueImport imports) {
        this.imports = imports;
    }

    /** Looks at once, and from then on until closed. */
    public void start() {
        thread = pulse.start(Thread.ofVirtual(), () -> {
            try {
                while (true) {
                    try {
                        pulse.round(imports::resume);
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
    public List<Pulse> pulses() {
        return List.of(pulse);
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
