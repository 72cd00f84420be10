package mica.office.imports;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.PlainText;
import mica.office.ledger.Event;
import mica.office.ledger.Exports;
import mica.office.officers.Officer;
import mica.web.Asking;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The reviewer's pages for registering many venues from a file. */
public final class ImportPages {

    private static final Logger LOG = LoggerFactory.getLogger(ImportPages.class);
    private static final int LISTED = 50;
    private static final int FIRST_LINES = 8;
    /** A body too large is read to its end up to here, so that the browser shows the answer instead of a broken line. */
    private static final long SWALLOWED = 500_000_000;

    private final Site site;
    private final VenueImport imports;
    private final Exports exports;
    private final ImportReport report;

    public ImportPages(Site site, VenueImport imports, Exports exports) {
        this.site = site;
        this.imports = imports;
        this.exports = exports;
        this.report = new ImportReport(site.texts());
    }

    /** One line of the list. */
    public record ListedImport(UUID id, String fileName, String state, int done, int total, java.time.Instant at) {}

    /** A file before it is imported: its shape, the first lines, all problems. */
    public record MapPage(
            UUID id,
            String fileName,
            ImportShape shape,
            List<ImportLine> first,
            long right,
            long wrong,
            long duplicates,
            ImportFlaws flaws,
            ImportFlaws notes) {}

    /** An import that runs or is done. */
    public record ImportStandPage(
            UUID id,
            String fileName,
            boolean finished,
            int done,
            int total,
            int imported,
            ImportFlaws flaws,
            String posters,
            int postersDone,
            int postersTotal,
            boolean printedHere) {}

    public void list(Context ctx) {
        Page.of(ctx, site, "import.title").show("imports/imports", listModel());
    }

    public void upload(Context ctx) {
        if (ctx.req().getContentLengthLong() > CsvTable.LARGEST + 100_000L) {
            swallow(ctx);
            refuse(ctx, CsvTable.Refusal.TOO_LARGE);
            return;
        }
        inTurn(ctx, () -> take(ctx));
    }

    private void take(Context ctx) {
        UploadedFile file;
        try {
            file = file(ctx);
        } catch (Exception broken) {
            // Javalin's Kotlin throws the server's checked exception undeclared, so nothing narrower can be caught.
            // What is too large without saying so beforehand comes here too; the words cover both.
            refuse(ctx, "import.file.broken");
            return;
        }
        if (file == null || file.filename().isEmpty()) {
            Form form = Form.empty().error("file", "import.file.none");
            Page.of(ctx, site, "import.title").with(form).showErrors("imports/imports", listModel());
            return;
        }
        byte[] content = content(file);
        switch (CsvTable.read(content)) {
            case CsvTable.Outcome.Refused refused -> refuse(ctx, refused.reason());
            case CsvTable.Outcome.Read read -> {
                UUID id = imports.upload(
                        fileName(file),
                        content,
                        Asking.person(ctx, Officer.class).id());
                imports.store().setMapping(id, ImportMapping.guess(read.table(), firstSector()));
                ctx.redirect("/imports/" + id, HttpStatus.SEE_OTHER);
            }
        }
    }

    /** Large files are looked at one after the other, so that together they do not fill the memory. */
    private void inTurn(Context ctx, Runnable look) {
        try {
            imports.inTurn(() -> {
                look.run();
                return true;
            });
        } catch (VenueImport.BusyException busy) {
            Form form = Form.empty().error("file", "import.busy");
            Page.of(ctx, site, "import.title").with(form).showErrors("imports/imports", listModel());
        }
    }

    public void show(Context ctx) {
        ImportStore.StoredImport asked = asked(ctx);
        if (asked.state() == ImportStore.State.UPLOADED) {
            inTurn(ctx, () -> mapPage(ctx, asked, null, HttpStatus.OK));
        } else {
            Page.of(ctx, site, "import.stand.title", asked.fileName()).show("imports/import", stand(ctx, asked));
        }
    }

    public void map(Context ctx) {
        ImportStore.StoredImport asked = asked(ctx);
        Form form = Form.posted(ctx);
        inTurn(ctx, () -> map(ctx, asked, form));
    }

    private void map(Context ctx, ImportStore.StoredImport asked, Form form) {
        CsvTable file = imports.table(asked.id()).orElse(null);
        if (file != null) {
            ImportMapping before = mapping(asked, file);
            CsvTable table = before.on(file);
            int header = ImportForm.headerLine(form, table);
            if (header != table.headerLine()) {
                imports.store().setMapping(asked.id(), ImportForm.withHeader(before, file.withHeader(header)));
                ctx.redirect("/imports/" + asked.id() + "#columns", HttpStatus.SEE_OTHER);
                return;
            }
            ImportMapping mapping = ImportForm.read(form, table, site.service());
            if (!form.isRight()) {
                mapPage(ctx, asked, form, HttpStatus.UNPROCESSABLE_CONTENT);
                return;
            }
            imports.store().setMapping(asked.id(), mapping);
        }
        ctx.redirect("/imports/" + asked.id() + "#preview", HttpStatus.SEE_OTHER);
    }

    private ImportMapping mapping(ImportStore.StoredImport asked, CsvTable file) {
        ImportMapping stored = asked.mapping();
        return stored == null ? ImportMapping.guess(file, firstSector()) : stored;
    }

    public void start(Context ctx) {
        ImportStore.StoredImport asked = asked(ctx);
        Form form = Form.posted(ctx);
        inTurn(ctx, () -> start(ctx, asked, form.isTicked("right-ones")));
    }

    private void start(Context ctx, ImportStore.StoredImport asked, boolean rightOnes) {
        switch (imports.start(asked.id(), rightOnes)) {
            case VenueImport.Starting.Started started -> {
                work();
                ctx.redirect("/imports/" + asked.id(), HttpStatus.SEE_OTHER);
            }
            case VenueImport.Starting.LinesWrong wrong -> {
                Form wrongOnes = Form.empty().error("right-ones", "import.lines-wrong");
                mapPage(ctx, asked, wrongOnes, HttpStatus.UNPROCESSABLE_CONTENT);
            }
        }
    }

    public void report(Context ctx) {
        ImportStore.StoredImport asked = asked(ctx);
        byte[] file = report.csv(imports.store().lines(asked.id()), Page.language(ctx, site))
                .getBytes(StandardCharsets.UTF_8);
        exports.note(export(ctx, Event.IMPORT_REPORT_EXPORTED, asked), file);
        ctx.contentType("text/csv; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"import-report.csv\"")
                .result(file);
    }

    private static mica.office.ledger.Entry export(Context ctx, Event event, ImportStore.StoredImport asked) {
        return mica.office.ledger.Entry.of(event)
                .by(Asking.person(ctx, Officer.class).id())
                .reference(asked.id());
    }

    public void printPosters(Context ctx) {
        ImportStore.StoredImport asked = asked(ctx);
        imports.askForPosters(asked.id());
        work();
        ctx.redirect("/imports/" + asked.id() + "#posters", HttpStatus.SEE_OTHER);
    }

    public void posters(Context ctx) {
        ImportStore.StoredImport asked = asked(ctx);
        Path file = imports.posters(asked.id()).orElseThrow(NotFoundResponse::new);
        exports.note(export(ctx, Event.IMPORT_POSTERS_EXPORTED, asked), file);
        try {
            ctx.contentType("application/pdf")
                    .header("Content-Disposition", "attachment; filename=\"posters.pdf\"")
                    .result(Files.newInputStream(file));
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private void work() {
        Thread.ofVirtual().name("import").start(() -> {
            try {
                imports.resume();
            } catch (RuntimeException failed) {
                // What was begun stands in the database; the next run goes on with it.
                LOG.error("import.interrupted", failed);
            }
        });
    }

    /** @param posted what was sent and is to be corrected; null when the mapping is shown as it is stored */
    private void mapPage(Context ctx, ImportStore.StoredImport asked, @Nullable Form posted, HttpStatus status) {
        switch (imports.reading(asked.id()).orElseThrow(NotFoundResponse::new)) {
            case CsvTable.Outcome.Read read -> mapPage(ctx, asked, read.table(), posted, status);
            // Stored when there were other limits.
            case CsvTable.Outcome.Refused refused -> refuse(ctx, refused.reason());
        }
    }

    private void mapPage(
            Context ctx, ImportStore.StoredImport asked, CsvTable file, @Nullable Form posted, HttpStatus status) {
        ImportMapping mapping = mapping(asked, file);
        ImportShape shape =
                ImportShape.of(mapping.on(file), mapping, site.service(), site.texts(), Page.language(ctx, site));
        Form form = ImportForm.of(mapping, shape.words());
        if (posted != null) {
            posted.values().forEach((field, values) -> form.put(field, values.isEmpty() ? "" : values.getFirst()));
            posted.errors()
                    .forEach((field, error) ->
                            form.error(field, error.key(), error.arguments().toArray()));
        }
        VenueImport.Preview preview = imports.preview(file, mapping);
        MapPage model = new MapPage(
                asked.id(),
                asked.fileName(),
                shape,
                preview.lines().stream().limit(FIRST_LINES).toList(),
                preview.count(ImportLine.Verdict.RIGHT),
                preview.count(ImportLine.Verdict.WRONG),
                preview.count(ImportLine.Verdict.DUPLICATE),
                flaws(ctx, wrong(preview)),
                flaws(ctx, noted(preview)));
        ctx.status(status);
        Page.of(ctx, site, "import.map.title", asked.fileName()).with(form).show("imports/import-map", model);
    }

    private static Stream<ImportFlaws.UnwordedFlaw> wrong(VenueImport.Preview preview) {
        return preview.lines().stream()
                .filter(line -> line.verdict() != ImportLine.Verdict.RIGHT)
                .map(line -> flaw(line, line.problems()));
    }

    private static Stream<ImportFlaws.UnwordedFlaw> noted(VenueImport.Preview preview) {
        return preview.lines().stream()
                .filter(line -> line.verdict() == ImportLine.Verdict.RIGHT
                        && !line.notes().isEmpty())
                .map(line -> flaw(line, line.notes()));
    }

    private static ImportFlaws.UnwordedFlaw flaw(ImportLine line, List<ImportLine.Problem> said) {
        return new ImportFlaws.UnwordedFlaw(line.line(), line.details().name(), line.verdict(), said);
    }

    private ImportStandPage stand(Context ctx, ImportStore.StoredImport asked) {
        List<ImportStore.DoneLine> lines = imports.store().lines(asked.id());
        return new ImportStandPage(
                asked.id(),
                asked.fileName(),
                asked.state() == ImportStore.State.DONE,
                asked.linesDone(),
                asked.linesTotal(),
                (int) lines.stream().filter(line -> line.venue() != null).count(),
                flaws(
                        ctx,
                        lines.stream()
                                .filter(line -> line.venue() == null)
                                .map(line -> new ImportFlaws.UnwordedFlaw(
                                        line.line(),
                                        line.name(),
                                        ImportLine.Verdict.valueOf(line.outcome()),
                                        line.problems()))),
                asked.postersState().name(),
                asked.postersDone(),
                asked.postersTotal(),
                imports.posters(asked.id()).isPresent());
    }

    private ImportFlaws flaws(Context ctx, Stream<ImportFlaws.UnwordedFlaw> flaws) {
        return ImportFlaws.of(flaws.toList(), problems -> report.words(problems, Page.language(ctx, site)));
    }

    private void refuse(Context ctx, CsvTable.Refusal reason) {
        refuse(ctx, "import.file." + reason);
    }

    private void refuse(Context ctx, String key) {
        Form form = Form.empty()
                .error(
                        "file",
                        key,
                        CsvTable.LARGEST / 1_000_000,
                        CsvTable.MOST_ROWS,
                        CsvBounds.MOST_COLUMNS,
                        CsvBounds.MOST_CELLS,
                        CsvBounds.MOST_LETTERS);
        Page.of(ctx, site, "import.title").with(form).showErrors("imports/imports", listModel());
    }

    private ListPage<ListedImport> listModel() {
        return ListPage.whole(imports.store().latest(LISTED).stream()
                .map(one -> new ListedImport(
                        one.id(),
                        one.fileName(),
                        one.state().name(),
                        one.linesDone(),
                        one.linesTotal(),
                        one.createdAt()))
                .toList());
    }

    private String firstSector() {
        return site.service().sectors().stream()
                .filter(ServiceFacts.Sector::eligible)
                .map(ServiceFacts.Sector::code)
                .findFirst()
                .orElse("");
    }

    private static @Nullable UploadedFile file(Context ctx) {
        String type = ctx.contentType();
        return type != null && type.startsWith("multipart/form-data") ? ctx.uploadedFile("file") : null;
    }

    private static byte[] content(UploadedFile file) {
        try (InputStream in = file.content()) {
            return in.readNBytes(CsvTable.LARGEST + 1);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String fileName(UploadedFile file) {
        String last = file.filename().replaceFirst("^.*[/\\\\]", "");
        return PlainText.line(last, 100) instanceof PlainText.Outcome.Clean clean ? clean.text() : "CSV";
    }

    private static void swallow(Context ctx) {
        try (InputStream in = ctx.req().getInputStream()) {
            long left = SWALLOWED;
            byte[] buffer = new byte[65_536];
            for (int read = in.read(buffer); read >= 0 && left > 0; read = in.read(buffer)) {
                left -= read;
            }
        } catch (IOException gone) {
            LOG.info("import.upload_broken_off");
        }
    }

    private ImportStore.StoredImport asked(Context ctx) {
        try {
            return imports.store().find(UUID.fromString(ctx.pathParam("id"))).orElseThrow(NotFoundResponse::new);
        } catch (IllegalArgumentException noId) {
            throw new NotFoundResponse();
        }
    }
}
