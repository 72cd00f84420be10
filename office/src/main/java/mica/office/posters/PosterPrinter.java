package mica.office.posters;

import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.logging.Level;
import mica.exchange.text.PrintableText;
import org.jspecify.annotations.Nullable;

/**
 * Prints posters and usage sheets as tagged PDF on A4. Parses the fonts once, at the first print (about 25 MB that stay
 * in memory), so make one; threads may share it.
 */
public final class PosterPrinter {

    /** Posters laid out at a time: enough to share the cost of the style sheet, few enough to hold in memory. */
    private static final int PAGES_AT_A_TIME = 64;

    private static final int USAGE_SHEET_PAGES = 4;

    /** What is made of the fonts, which take a second or two to parse: at the first print, not at the start. */
    private record FontParts(
            Typefaces typefaces, PosterHtml posters, UsageSheetHtml usageSheets, RecoverySheetHtml recoverySheets) {

        static FontParts parse() {
            Typefaces typefaces = new Typefaces();
            PrintableText printable = PrintableText.ofPosters();
            return new FontParts(
                    typefaces,
                    new PosterHtml(typefaces, printable),
                    new UsageSheetHtml(printable),
                    new RecoverySheetHtml(printable));
        }
    }

    private @Nullable FontParts parts;

    public PosterPrinter() {
        XRLog.listRegisteredLoggers().forEach(logger -> XRLog.setLevel(logger, Level.WARNING));
    }

    /** Hears how far a long print has come, and may stop it. */
    @FunctionalInterface
    public interface PrintProgress {
        /** Called before the first and after every few venues; false stops the print. */
        boolean goOn(int done, int total);
    }

    /** The posters of one venue, a page for each spot. */
    public byte[] posters(PosterModel poster) {
        return pdf(parts().posters().posters(poster.service(), List.of(poster)));
    }

    /** A poster that says plainly that it is a sample; its QR code leads to {@code /SAMPLE} on the public site. */
    public byte[] samplePoster(ServiceLines service) {
        return pdf(parts().posters().sample(service));
    }

    /** How the posters of a venue would look, marked as samples. @param spots their labels; one empty for a single one */
    public byte[] sample(ServiceLines service, String venue, List<String> spots) {
        return pdf(parts().posters().sample(service, venue, spots));
    }

    /** The sheets of a key ceremony, a page each. What they say is held in memory alone. */
    public byte[] recoverySheets(List<RecoverySheet> sheets) {
        try (PdfFile file = PdfFile.inMemory(parts().typefaces())) {
            file.append(parts().recoverySheets().html(sheets));
            return bytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Four pages with worked examples. */
    public byte[] usageSheet(ServiceLines service) {
        for (double scale = 1; ; scale *= 0.95) {
            try (PdfFile file = new PdfFile(parts().typefaces())) {
                file.append(parts().usageSheets().html(service, scale));
                if (file.pages() <= USAGE_SHEET_PAGES || scale < 0.6) {
                    return bytes(file);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /**
     * All posters as one PDF, in memory that grows only slowly with their number. Nothing is written before the last
     * one is laid out.
     *
     * @return false when {@code progress} stopped it; then nothing was written
     */
    public boolean postersTo(OutputStream out, Iterable<PosterModel> models, int total, PrintProgress progress)
            throws IOException {
        try (PdfFile file = new PdfFile(parts().typefaces())) {
            int done = 0;
            Iterator<PosterModel> rest = models.iterator();
            while (rest.hasNext()) {
                if (!progress.goOn(done, total)) {
                    return false;
                }
                List<PosterModel> next = new ArrayList<>();
                for (int pages = 0; pages < PAGES_AT_A_TIME && rest.hasNext(); ) {
                    next.add(rest.next());
                    pages += next.getLast().spots().size();
                }
                file.append(parts().posters().posters(next.getFirst().service(), next));
                done += next.size();
            }
            if (!progress.goOn(done, total) || done == 0) {
                return false;
            }
            file.writeTo(out);
            return true;
        }
    }

    private byte[] pdf(String html) {
        try (PdfFile file = new PdfFile(parts().typefaces())) {
            file.append(html);
            return bytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(PdfFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.writeTo(out);
        return out.toByteArray();
    }

    private synchronized FontParts parts() {
        FontParts parsed = parts;
        if (parsed == null) {
            parsed = FontParts.parse();
            parts = parsed;
        }
        return parsed;
    }
}
