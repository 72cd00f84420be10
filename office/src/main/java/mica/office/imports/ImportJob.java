package mica.office.imports;

import java.time.Duration;
import java.util.List;
import mica.exchange.health.Beating;
import mica.exchange.health.Loop;
import mica.exchange.health.Pulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up imports that nobody is working at: those of an office that ended in the middle. */
public final class ImportJob implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(ImportJob.class);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final VenueImport imports;
    private final Loop loop =
            new Loop(new Pulse("imports", Duration.ofHours(1)), INTERVAL, failed -> LOG.error("import.failed", failed));

    public ImportJob(VenueImport imports) {
        this.imports = imports;
        imports.onRefused(loop.pulse()::setAside);
    }

    /** Looks at once, and from then on until closed. */
    public void start() {
        loop.start(imports::resume);
    }

    @Override
    public List<Pulse> pulses() {
        return List.of(loop.pulse());
    }

    @Override
    public void close() {
        loop.close();
    }
}
