package mica.office.poster;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.jspecify.annotations.Nullable;

/**
 * One tagged PDF, filled page by page. All pages share the embedded fonts, and content beyond 32 MB waits on disk.
 */
final class PdfFile implements Closeable {

    private final PDDocument document =
            new PDDocument(MemoryUsageSetting.setupMixed(32L * 1024 * 1024).streamCache);
    private final Typefaces.Embedded fonts;
    private final Drawings drawings = new Drawings();
    private @Nullable PDStructureTreeRoot structure;

    PdfFile(Typefaces typefaces) {
        fonts = typefaces.in(document);
    }

    int pages() {
        return document.getNumberOfPages();
    }

    void append(String html) throws IOException {
        int pagesBefore = pages();
        PDDocumentCatalog catalog = document.getDocumentCatalog();
        // The renderer tags only a document that has no structure tree yet.
        catalog.setStructureTreeRoot(null);
        PdfRendererBuilder builder = new PdfRendererBuilder();
        builder.usePDDocument(document);
        builder.usePdfUaAccessibility(true);
        builder.usePdfVersion(1.7f);
        builder.withProducer("MICA");
        builder.useObjectDrawerFactory(drawings);
        builder.withHtmlContent(html, null);
        fonts.offerTo(builder);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
        }
        PDStructureTreeRoot appended = catalog.getStructureTreeRoot();
        if (structure == null) {
            structure = appended;
        } else {
            join(structure, appended, pagesBefore);
            catalog.setStructureTreeRoot(structure);
        }
    }

    /** Moves the tags of the new pages under the first tree's document and numbers them behind the old ones. */
    private void join(PDStructureTreeRoot all, PDStructureTreeRoot appended, int firstPage) {
        int base = all.getParentTreeNextKey();
        for (int i = firstPage; i < pages(); i++) {
            PDPage page = document.getPage(i);
            page.setStructParents(page.getStructParents() + base);
        }
        COSArray numbers = numbers(all);
        COSArray added = numbers(appended);
        for (int i = 0; i < added.size(); i += 2) {
            numbers.add(COSInteger.get(base + (long) added.getInt(i)));
            numbers.add(added.get(i + 1));
        }
        all.setParentTreeNextKey(base + appended.getParentTreeNextKey());
        COSDictionary whole = (COSDictionary) all.getK();
        COSArray kids = kids(whole);
        for (COSBase kid : kids((COSDictionary) appended.getK())) {
            ((COSDictionary) kid).setItem(COSName.P, whole);
            kids.add(kid);
        }
    }

    private static COSArray numbers(PDStructureTreeRoot root) {
        return root.getParentTree().getCOSObject().getCOSArray(COSName.NUMS);
    }

    private static COSArray kids(COSDictionary element) {
        COSBase kids = element.getDictionaryObject(COSName.K);
        if (kids instanceof COSArray array) {
            return array;
        }
        COSArray array = new COSArray();
        array.add(kids);
        element.setItem(COSName.K, array);
        return array;
    }

    void writeTo(OutputStream out) throws IOException {
        document.save(out);
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
