package mica.office.posters;

import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSStream;
import org.apache.pdfbox.io.MemoryUsageSetting;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentCatalog;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.documentinterchange.logicalstructure.PDStructureTreeRoot;
import org.jspecify.annotations.Nullable;

/**
 * One tagged PDF, filled page by page. All pages share the embedded fonts, and content beyond 32 MB waits on disk.
 */
final class PdfFile implements Closeable {

    private static final Pattern EMPTY_ARTIFACT = Pattern.compile("/Artifact /Prop\\d+ BDC\\s+EMC\\s+");
    private static final Pattern ARTIFACT = Pattern.compile("/Artifact /Prop\\d+ BDC");

    private final PDDocument document;
    private final Typefaces.Embedded fonts;
    private final Drawings drawings = new Drawings();
    private @Nullable PDStructureTreeRoot structure;

    PdfFile(Typefaces typefaces) {
        this(typefaces, MemoryUsageSetting.setupMixed(32L * 1024 * 1024));
    }

    private PdfFile(Typefaces typefaces, MemoryUsageSetting memory) {
        document = new PDDocument(memory.streamCache);
        fonts = typefaces.in(document);
    }

    /** One whose content never waits on disk. */
    static PdfFile inMemory(Typefaces typefaces) {
        return new PdfFile(typefaces, MemoryUsageSetting.setupMainMemoryOnly());
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
        fonts.offerTo(builder, html);
        try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
            renderer.createPDFWithoutClosing();
        }
        for (int i = pagesBefore; i < pages(); i++) {
            withoutEmptyArtifacts(document.getPage(i));
        }
        PDStructureTreeRoot appended = catalog.getStructureTreeRoot();
        if (structure == null) {
            structure = appended;
        } else {
            join(structure, appended, pagesBefore);
            catalog.setStructureTreeRoot(structure);
        }
    }

    /**
     * The renderer notes an artifact with its own dictionary for every box that might have had a background: some 170
     * a page, most of them around nothing. Measured on 1,611 posters, they were two thirds of the memory and the file.
     */
    private void withoutEmptyArtifacts(PDPage page) throws IOException {
        COSBase rendered = page.getCOSObject().getDictionaryObject(COSName.CONTENTS);
        String content;
        try (InputStream stream = page.getContents()) {
            content = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        String slim =
                ARTIFACT.matcher(EMPTY_ARTIFACT.matcher(content).replaceAll("")).replaceAll("/Artifact BMC");
        InputStream slimmed = new ByteArrayInputStream(slim.getBytes(StandardCharsets.ISO_8859_1));
        page.setContents(new PDStream(document, slimmed, COSName.FLATE_DECODE));
        page.getResources().getCOSObject().removeItem(COSName.PROPERTIES);
        if (rendered instanceof COSStream stream) {
            stream.close();
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
