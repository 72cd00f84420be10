package mica.office.imports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.venue.VenueCode;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import mica.office.imports.ImportTransitions.Cause;
import mica.office.imports.ImportTransitions.Printing;
import mica.office.posters.PosterPrinter;
import mica.office.venues.PlaceKeys;
import mica.office.venues.Publication;
import mica.office.venues.VenuePosters;
import mica.office.venues.VenueStore;
import mica.office.venues.Venues;
import org.jdbi.v3.core.Jdbi;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Registers many venues from a file. On a console: upload, map, start, look. From the command line: {@link CsvTable#read},
 * {@link ImportMapping#guess}, {@link #preview}, {@link #start}, {@link #resume}. What runs is in the database, so that
 * another process goes on where one died. Threads may share it.
 */
public final class VenueImport {

    private static final Logger LOG = LoggerFactory.getLogger(VenueImport.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Jdbi office;
    private final ImportStore store;
    private final VenueStore venueStore = new VenueStore();
    private final ImportRun run;
    private final Venues venues;
    private final VenuePosters posters;
    private final Supplier<ServiceFacts> service;
    private final InstantSource clock;
    private final Path folder;
    /** A file and its lines stand in memory with some hundred megabytes: one at a time, whoever looks. */
    private final ReentrantLock reading = new ReentrantLock();

    /** @param folder where PDFs of many posters are kept */
    public VenueImport(
            Jdbi office,
            Venues venues,
            VenuePosters posters,
            Publication publication,
            Supplier<ServiceFacts> service,
            InstantSource clock,
            Path folder) {
        this.office = office;
        this.store = new ImportStore(office);
        this.venues = venues;
        this.posters = posters;
        this.run = new ImportRun(office, store, venues, publication, clock);
        this.service = service;
        this.clock = clock;
        this.folder = folder;
    }

    /** @param told runs for each line that cannot be registered while its neighbours can */
    void onRefused(Runnable told) {
        run.onRefused(told);
    }

    /** All lines of a file, each with its verdict. */
    public record Preview(List<ImportLine> lines) {

        public long count(ImportLine.Verdict verdict) {
            return lines.stream().filter(line -> line.verdict() == verdict).count();
        }

        public boolean isRight() {
            return count(ImportLine.Verdict.RIGHT) == lines.size();
        }
    }

    /** How far an import has come. @param done of {@code total} lines */
    public record ImportProgress(boolean finished, int done, int total, int imported) {}

    /** What became of the wish to start. */
    public sealed interface Starting {
        record Started(UUID id) implements Starting {}

        /** Nothing was imported: some lines are wrong or duplicates. */
        record LinesWrong(Preview preview) implements Starting {}
    }

    /**
     * Does something with a file in memory, when nobody else does.
     *
     * @throws BusyException when others did for half a minute
     */
    <T> T inTurn(Supplier<T> look) {
        try {
            if (!reading.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new BusyException();
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            throw new BusyException();
        }
        try {
            return look.get();
        } finally {
            reading.unlock();
        }
    }

    /** Others' files are being read. */
    static final class BusyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BusyException() {
            super("imports are busy", null, false, false);
        }
    }

    /** Reads every line, and tells what is wrong or registered already. Changes nothing. */
    public Preview preview(CsvTable file, ImportMapping mapping) {
        CsvTable table = mapping.on(file);
        ImportReader reader = new ImportReader(mapping, service.get(), table.header());
        List<ImportLine> lines = table.rows().stream().map(reader::read).toList();
        Map<String, VenueCode> registered = registered(lines);
        Map<String, Integer> above = new HashMap<>();
        List<ImportLine> judged = new ArrayList<>();
        for (ImportLine line : lines) {
            String key = key(line.details());
            if (line.verdict() == ImportLine.Verdict.RIGHT) {
                Integer earlier = above.putIfAbsent(key, line.line());
                VenueCode venue = registered.get(key);
                if (venue != null) {
                    line = duplicate(line, "import.problem.registered", venue.value());
                } else if (earlier != null) {
                    line = duplicate(line, "import.problem.twice", earlier.toString());
                }
            }
            judged.add(line);
        }
        return new Preview(judged);
    }

    /** How a file is read, in lines for a terminal: encoding, skipped lines, header, columns, words for sectors. */
    public List<String> guess(CsvTable file, ImportMapping mapping) {
        return ImportGuess.lines(mapping.on(file), mapping, service.get());
    }

    private static ImportLine duplicate(ImportLine line, String key, String argument) {
        return new ImportLine(
                line.line(),
                line.details(),
                line.spots(),
                ImportLine.Verdict.DUPLICATE,
                List.of(ImportReader.problem(VenueField.NAME, key, argument)),
                line.notes());
    }

    private Map<String, VenueCode> registered(List<ImportLine> lines) {
        Set<String> addresses = new HashSet<>();
        lines.forEach(line -> addresses.add(PlaceKeys.address(line.details().address())));
        Map<String, VenueCode> registered = new HashMap<>();
        office.useHandle(handle -> venueStore
                .alike(handle, addresses, Set.of())
                .forEach(venue -> registered.put(key(venue.details()), venue.code())));
        return registered;
    }

    private static String key(VenueDetails details) {
        return PlaceKeys.name(details.name()) + "\n" + PlaceKeys.address(details.address());
    }

    /**
     * Notes an import to be run by {@link #resume}.
     *
     * @param rightOnes whether to import the right lines although others are wrong
     */
    public Starting start(String fileName, byte[] content, ImportMapping mapping, boolean rightOnes, UUID officer) {
        UUID id = upload(fileName, content, officer);
        store.setMapping(id, mapping);
        return start(id, rightOnes);
    }

    UUID upload(String fileName, byte[] content, UUID officer) {
        UUID id = UUID.randomUUID();
        store.add(id, fileName, content, officer, clock.instant());
        LOG.info("import.uploaded octets={}", content.length);
        return id;
    }

    /** Pressing the button twice starts one import. */
    Starting start(UUID id, boolean rightOnes) {
        return inTurn(() -> startNow(id, rightOnes));
    }

    private Starting startNow(UUID id, boolean rightOnes) {
        ImportStore.StoredImport wanted = store.find(id).orElseThrow();
        ImportMapping mapping = wanted.mapping();
        Optional<CsvTable> table = table(id);
        if (!ImportTransitions.LINES.allow(wanted.state(), Cause.STARTED) || mapping == null || table.isEmpty()) {
            return new Starting.Started(id);
        }
        Preview preview = preview(table.get(), mapping);
        if (!preview.isRight() && !rightOnes) {
            return new Starting.LinesWrong(preview);
        }
        store.start(wanted, rightOnes, preview.lines().size());
        return new Starting.Started(id);
    }

    public Optional<ImportProgress> progress(UUID id) {
        return store.find(id)
                .map(found -> new ImportProgress(
                        found.state() == ImportStore.State.DONE, found.linesDone(), found.linesTotal(), (int)
                                store.lines(id).stream()
                                        .filter(line -> line.venue() != null)
                                        .count()));
    }

    /**
     * Runs every import and prints all posters that were asked for and that nobody is working at. Call it after
     * {@link #start}, at the start of the office and every few seconds.
     */
    public void resume() {
        for (Optional<ImportStore.StoredImport> next = store.claim(clock.instant());
                next.isPresent();
                next = store.claim(clock.instant())) {
            ImportStore.StoredImport claimed = next.get();
            if (claimed.state() == ImportStore.State.RUNNING) {
                run(claimed);
            } else {
                print(claimed);
            }
        }
    }

    private void run(ImportStore.StoredImport claimed) {
        ImportMapping mapping = claimed.mapping();
        if (mapping == null) {
            throw new IllegalStateException("import without its columns");
        }
        List<ImportLine> lines = inTurn(() -> table(claimed.id())
                .map(table -> preview(table, mapping).lines())
                .orElseThrow(() -> new IllegalStateException("import without its file")));
        if (run.from(claimed, mapping.mail(), lines)) {
            store.finish(claimed, clock.instant());
            LOG.info("import.finished lines={}", lines.size());
        }
    }

    Optional<CsvTable> table(UUID id) {
        return reading(id).flatMap(reading -> switch (reading) {
            case CsvTable.Outcome.Read read -> Optional.of(read.table());
            case CsvTable.Outcome.Refused refused -> Optional.empty();
        });
    }

    /** The stored file, read anew; refused when it was stored under wider limits. */
    Optional<CsvTable.Outcome> reading(UUID id) {
        return store.content(id).map(CsvTable::read);
    }

    ImportStore store() {
        return store;
    }

    /** Asks for one PDF with the posters of every venue of an import; printed by {@link #resume}. */
    public void askForPosters(UUID id) {
        store.find(id)
                .filter(found -> found.state() == ImportStore.State.DONE
                        && ImportTransitions.POSTERS.allow(found.postersState(), Printing.ASKED))
                .ifPresent(found -> store.startPosters(found, codes(id).size()));
    }

    /** The PDF, when it was printed here. */
    public Optional<Path> posters(UUID id) {
        Path file = folder.resolve("posters-" + id + ".pdf");
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    private List<VenueCode> codes(UUID id) {
        return store.lines(id).stream()
                .flatMap(line -> Optional.ofNullable(line.venue()).stream())
                .toList();
    }

    private void print(ImportStore.StoredImport claimed) {
        List<VenueCode> codes = codes(claimed.id());
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "posters", ".draft");
            boolean printed;
            try (OutputStream out = Files.newOutputStream(draft)) {
                PosterPrinter.PrintProgress progress = (done, total) -> {
                    store.advancePosters(claimed.id(), done, clock.instant());
                    return true;
                };
                printed = posters.pdfTo(out, new PostersOfMany(venues, posters, codes), codes.size(), progress);
            }
            Files.move(draft, folder.resolve("posters-" + claimed.id() + ".pdf"), StandardCopyOption.REPLACE_EXISTING);
            store.finishPosters(claimed, printed ? Printing.PRINTED : Printing.FAILED);
        } catch (IOException | RuntimeException failed) {
            LOG.error("import.posters_failed", failed);
            store.finishPosters(claimed, Printing.FAILED);
        }
    }
}
