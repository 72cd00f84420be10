package mica.bench;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import mica.app.demo.Demo;
import mica.exchange.directory.SpotFacts;
import mica.office.imports.CsvTable;
import mica.office.imports.ImportLine;
import mica.office.imports.ImportMapping;
import mica.office.imports.VenueImport;
import mica.office.venues.Venue;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.jspecify.annotations.Nullable;

/** Imports a real list, prints all posters into one file, and reads every QR code back. */
final class VenueRun {

    /** ZXing misreads now and then a clean picture of one size; a camera tries many too. How often is reported. */
    private static final int[] DOTS_PER_INCH = {110, 150, 200, 96, 130};

    private final Demo demo;
    private @Nullable UUID imported;
    private int secondLooks;

    VenueRun(Demo demo) {
        this.demo = demo;
    }

    /** Registers every line of the list; answers the addresses of the doors by the code of their venue. */
    Map<String, String> importList(Path file) throws IOException {
        VenueImport imports = demo.office().imports();
        byte[] content = Files.readAllBytes(file);
        CsvTable table = switch (CsvTable.read(content)) {
            case CsvTable.Outcome.Read read -> read.table();
            case CsvTable.Outcome.Refused refused ->
                throw new IllegalStateException("the list was not read: " + refused.reason());
        };
        ImportMapping guessed = ImportMapping.guess(table, "restaurant");
        ImportMapping mapping = new ImportMapping(
                guessed.headerLine(), guessed.columns(), Map.of(), "restaurant", "仙台市", "入口", true, false);
        long begun = System.nanoTime();
        VenueImport.Preview preview = imports.preview(table, mapping);
        WholeCommand.require(
                preview.count(ImportLine.Verdict.WRONG) == 0,
                "wrong lines: "
                        + preview.lines().stream()
                                .filter(line -> line.verdict() == ImportLine.Verdict.WRONG)
                                .toList());
        UUID officer = demo.office().officers().find("shinsa").orElseThrow().id();
        UUID id = switch (imports.start(file.getFileName().toString(), content, mapping, true, officer)) {
            case VenueImport.Starting.Started started -> started.id();
            case VenueImport.Starting.LinesWrong wrong -> throw new IllegalStateException("not started");
        };
        imports.resume();
        while (!imports.progress(id).orElseThrow().finished()) {
            pause();
        }
        long right = preview.count(ImportLine.Verdict.RIGHT);
        WholeCommand.report("venues imported", right, System.nanoTime() - begun);
        System.out.println("  lines " + table.rows().size() + ", registered twice in the list "
                + preview.count(ImportLine.Verdict.DUPLICATE));
        WholeCommand.require(imports.progress(id).orElseThrow().imported() == right, "not every right line imported");
        imported = id;
        return doors();
    }

    private Map<String, String> doors() {
        Map<String, String> doors = new LinkedHashMap<>();
        Venue last = null;
        while (true) {
            List<Venue> some = demo.office().venues().search("", null, last == null ? null : last.code(), 200);
            for (Venue venue : some) {
                List<SpotFacts> spots = demo.office().venues().spots(venue.code());
                for (SpotFacts spot : spots) {
                    doors.put(spot.code().value(), demo.frontAddress() + "/" + spot.code());
                }
            }
            if (some.isEmpty()) {
                return doors;
            }
            last = some.getLast();
        }
    }

    /** Prints the posters of the import into one PDF, and reads each page's code back to its door. */
    void readBackPosters(Map<String, String> doors) throws IOException {
        VenueImport imports = demo.office().imports();
        UUID id = java.util.Objects.requireNonNull(imported);
        long begun = System.nanoTime();
        imports.askForPosters(id);
        imports.resume();
        while (imports.posters(id).isEmpty()) {
            pause();
        }
        Path file = imports.posters(id).orElseThrow();
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            int pages = document.getNumberOfPages();
            WholeCommand.report("posters printed into one PDF", pages, System.nanoTime() - begun);
            System.out.printf("  %.1f MB%n", Files.size(file) / 1e6);
            WholeCommand.require(
                    pages == imports.progress(id).orElseThrow().imported(), "a poster is missing: " + pages);
            begun = System.nanoTime();
            PDFRenderer renderer = new PDFRenderer(document);
            java.util.Set<String> read = new java.util.HashSet<>();
            for (int page = 0; page < pages; page++) {
                String address = read(renderer, page);
                String code = address.substring(address.lastIndexOf('/') + 1);
                String door = doors.get(code);
                WholeCommand.require(
                        door != null && door.toUpperCase(Locale.ROOT).equals(address),
                        "page " + page + " leads to " + address);
                WholeCommand.require(read.add(code), "two posters of " + code);
            }
            WholeCommand.report("QR codes read back to their venue", pages, System.nanoTime() - begun);
            System.out.println("  read again at another size: " + secondLooks);
        }
    }

    private String read(PDFRenderer renderer, int page) throws IOException {
        for (int dots : DOTS_PER_INCH) {
            try {
                return decode(renderer.renderImageWithDPI(page, dots));
            } catch (ReaderException unreadable) {
                secondLooks++;
            }
        }
        throw new IllegalStateException("FAILED: QR code on page " + page + " not read");
    }

    private static String decode(BufferedImage image) throws ReaderException {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        BinaryBitmap bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
        return new QRCodeReader()
                .decode(bitmap, Map.of(DecodeHintType.TRY_HARDER, true))
                .getText();
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
