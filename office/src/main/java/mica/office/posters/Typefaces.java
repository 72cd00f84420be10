package mica.office.posters;

import com.openhtmltopdf.extend.impl.FSDefaultCacheStore;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PDFontSupplier;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder.CacheStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import mica.exchange.text.PrintableLetters;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.jspecify.annotations.Nullable;

/** The fonts of the sheets, parsed once and shared by all threads and documents. */
final class Typefaces {

    enum Weight {
        REGULAR(400),
        BOLD(700);

        final int css;

        Weight(int css) {
            this.css = css;
        }
    }

    private record Face(String family, Weight weight, TrueTypeFont font, CmapLookup glyphs) {

        static Face parse(String family, Weight weight, String resource) {
            try (InputStream stream = Typefaces.class.getResourceAsStream("/fonts/" + resource)) {
                if (stream == null) {
                    throw new IllegalStateException("font is missing on the class path: /fonts/" + resource);
                }
                TrueTypeFont font = new TTFParser().parse(RandomAccessReadBuffer.createBufferFromStream(stream));
                // With substitutions a line would get wider or narrower than the sum of its characters.
                font.setEnableGsub(false);
                return new Face(family, weight, font, font.getUnicodeCmapLookup());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean has(int codePoint) {
            return glyphs.getGlyphId(codePoint) != 0;
        }

        double em(int codePoint) {
            try {
                return (double) font.getAdvanceWidth(glyphs.getGlyphId(codePoint)) / font.getUnitsPerEm();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** In the order in which a character is looked for; the style sheets name the families in the same order. */
    private final List<Face> faces = List.of(
            Face.parse("BIZ UDPGothic", Weight.REGULAR, "BIZUDPGothic_400Regular.ttf"),
            Face.parse("BIZ UDPGothic", Weight.BOLD, "BIZUDPGothic_700Bold.ttf"),
            Face.parse("Noto Sans JP", Weight.REGULAR, "NotoSansJP_400Regular.ttf"),
            Face.parse("Noto Sans JP", Weight.BOLD, "NotoSansJP_700Bold.ttf"));

    /** For names that the usual ones cannot print: of one weight each, and parsed when such a name comes. */
    private final List<Spare> spares = List.of(
            new Spare("Noto Sans KR", "NotoSansKR_700Bold.ttf"),
            new Spare("Noto Sans SC", "NotoSansSC_700Bold.ttf"),
            new Spare("Noto Sans Symbols 2", "NotoSansSymbols2_400Regular.ttf"),
            new Spare("Noto Emoji", "NotoEmoji_700Bold.ttf"));

    private static final class Spare {
        private final String family;
        private final String resource;
        private final IntPredicate letters;
        private @Nullable Face face;

        Spare(String family, String resource) {
            this.family = family;
            this.resource = resource;
            this.letters = PrintableLetters.ofPosters().in(family);
        }

        boolean has(int codePoint) {
            return letters.test(codePoint);
        }

        synchronized Face face() {
            Face parsed = face;
            if (parsed == null) {
                parsed = Face.parse(family, Weight.BOLD, resource);
                face = parsed;
            }
            return parsed;
        }
    }

    private final FSDefaultCacheStore metrics = new FSDefaultCacheStore();

    /** Whether the character can be printed. */
    boolean has(int codePoint) {
        return PrintableLetters.ofPosters().has(codePoint);
    }

    /** What each family has that none before it has, from the fonts themselves: what the table of letters must say. */
    Map<String, BitSet> letters() {
        Map<String, BitSet> letters = new LinkedHashMap<>();
        BitSet before = new BitSet();
        BitSet usual = new BitSet();
        for (int codePoint = ' '; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            usual.set(codePoint, isInBothWeights(codePoint));
        }
        letters.put("usual", usual);
        before.or(usual);
        for (Spare spare : spares) {
            BitSet own = new BitSet();
            for (int codePoint = ' '; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
                own.set(codePoint, !before.get(codePoint) && spare.face().has(codePoint));
            }
            letters.put(spare.family, own);
            before.or(own);
        }
        return letters;
    }

    private boolean isInBothWeights(int codePoint) {
        return faces.stream().anyMatch(face -> face.weight == Weight.REGULAR && face.has(codePoint))
                && faces.stream().anyMatch(face -> face.weight == Weight.BOLD && face.has(codePoint));
    }

    /** The width of a text in units of its font size. */
    double em(String text, Weight weight) {
        return text.codePoints().mapToDouble(character -> em(character, weight)).sum();
    }

    private double em(int character, Weight weight) {
        for (Face face : faces) {
            if (face.weight == weight && face.has(character)) {
                return face.em(character);
            }
        }
        for (Spare spare : spares) {
            if (spare.has(character)) {
                return spare.face().em(character);
            }
        }
        return 1.0;
    }

    /** The fonts of one document: embedded at most once, and only those that occur in it. */
    Embedded in(PDDocument document) {
        return new Embedded(document);
    }

    final class Embedded {
        private final PDDocument document;
        private final Map<Face, PDFont> fonts = new HashMap<>();

        private Embedded(PDDocument document) {
            this.document = document;
        }

        void offerTo(PdfRendererBuilder builder, String html) {
            builder.useCacheStore(CacheStore.PDF_FONT_METRICS, metrics);
            for (Face face : faces) {
                builder.useFont(new Supplier(face), face.family, face.weight.css, FontStyle.NORMAL, true);
            }
            for (Spare spare : spares) {
                if (html.codePoints().anyMatch(spare::has)) {
                    for (Weight weight : Weight.values()) {
                        builder.useFont(new Supplier(spare.face()), spare.family, weight.css, FontStyle.NORMAL, true);
                    }
                }
            }
        }

        private PDFont embed(Face face) {
            return fonts.computeIfAbsent(face, missing -> {
                try {
                    return PDType0Font.load(document, missing.font, true);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        /** Asked only for a font that is needed: loading it would put it into the document. */
        private final class Supplier extends PDFontSupplier {
            private final Face face;

            @SuppressWarnings("NullAway") // the library's own field, which supply() below never reads
            private Supplier(Face face) {
                super(null);
                this.face = face;
            }

            @Override
            public PDFont supply() {
                return embed(face);
            }
        }
    }
}
