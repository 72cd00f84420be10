package mica.office.posters;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import mica.exchange.text.TestLanguages;
import mica.office.posters.PosterModel.PosterSpot;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** A printed PDF as a reader, a phone and a printer find it. */
record Printed(PDDocument document) implements AutoCloseable {

    private static final URI SITE = URI.create("https://mica.example.jp");

    static final ServiceLines ENGLISH = new ServiceLines(
            TestLanguages.EN, null, "Infection Contact Alert (MICA)", "Miyagi Prefecture", SITE, "COVID-19", 28);

    static final ServiceLines SERVICE =
            new ServiceLines(TestLanguages.JA, ENGLISH, "みやぎお知らせコロナアプリ（MICA）", "宮城県", SITE, "新型コロナウイルス感染症", 28);

    static PosterModel venue(String name) {
        return new PosterModel(SERVICE, name, List.of(new PosterSpot("入口", "ABCDEFGHJK")));
    }

    static Printed read(byte[] pdf) {
        try {
            return new Printed(Loader.loadPDF(pdf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int pages() {
        return document.getNumberOfPages();
    }

    /** Line ends and spaces taken out, because a fitted line may break anywhere. */
    String text(int page) {
        return strip(new PDFTextStripper(), page).replaceAll("\\s", "");
    }

    /** The address behind the QR code of a page, as a camera reads it. */
    String scanned(int page) {
        BufferedImage image = image(page, 100);
        int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
        BinaryBitmap bitmap = new BinaryBitmap(
                new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels)));
        try {
            return new QRCodeMultiReader().decodeMultiple(bitmap, Map.of(DecodeHintType.TRY_HARDER, true))[0].getText();
        } catch (NotFoundException e) {
            throw new AssertionError("no QR code on page " + page, e);
        }
    }

    BufferedImage image(int page, int dotsPerInch) {
        try {
            return new PDFRenderer(document).renderImageWithDPI(page, dotsPerInch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where characters stand on a page, in points from its top left. */
    List<TextPosition> positions(int page) {
        List<TextPosition> all = new ArrayList<>();
        strip(
                new PDFTextStripper() {
                    @Override
                    protected void processTextPosition(TextPosition position) {
                        all.add(position);
                        super.processTextPosition(position);
                    }
                },
                page);
        return all;
    }

    Set<PDFont> fonts() {
        Set<PDFont> fonts = new HashSet<>();
        try {
            for (PDPage page : document.getPages()) {
                for (COSName name : page.getResources().getFontNames()) {
                    fonts.add(page.getResources().getFont(name));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fonts;
    }

    private String strip(PDFTextStripper stripper, int page) {
        stripper.setStartPage(page + 1);
        stripper.setEndPage(page + 1);
        try {
            return stripper.getText(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        document.close();
    }
}
