package mica.office.posters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import mica.exchange.text.PrintableText;
import mica.office.posters.FittedText.Box;
import mica.office.posters.PosterModel.PosterSpot;
import mica.office.posters.Typefaces.Weight;

/** Turns posters into HTML in which every line that depends on names has been fitted to its box. */
final class PosterHtml {

    private static final Template PAGE = Template.load("poster.html");
    private static final Template SHEETS = Template.load("sheets.html");
    private static final String STYLE = Template.read("poster.css");

    /** The boxes of poster.css, in millimetres and points. */
    private static final Box WHY = new Box(182, 14, 17);

    private static final Box NAME = new Box(182, 30, 44);
    private static final Box SAMPLE_NAME = new Box(92, 30, 44);
    private static final Box SPOT = new Box(78, 9, 17);
    private static final Box HOST = new Box(80, 5.5, 10.5);
    private static final Box PURPOSE = new Box(182, 10, 11.5);
    private static final Box FURTHER = new Box(182, 9.5, 10.5);
    private static final Box SERVICE = new Box(112, 11, 15);
    private static final Box MARK = new Box(72, 29, 76);
    private static final Box AUTHORITY = new Box(66, 11, 15);

    /** What is set by poster.css in one size for all, and where it has to fit. */
    private record FixedText(String text, Box box, Weight weight) {}

    private static final Map<String, FixedText> STEPS_AND_CALLS = fixed();

    private static Map<String, FixedText> fixed() {
        Map<String, FixedText> fixed = new HashMap<>();
        fixed.put("call.who", new FixedText("poster.call.who", new Box(136, 15, 30), Weight.BOLD));
        fixed.put("call.what", new FixedText("poster.call.what", new Box(136, 20, 45), Weight.BOLD));
        fixed.put("call.do", new FixedText("poster.call.do", new Box(136, 27, 60), Weight.BOLD));
        for (int n = 1; n <= 3; n++) {
            fixed.put(
                    "step" + n + ".head", new FixedText("poster.step" + n + ".head", new Box(55, 8, 18), Weight.BOLD));
            // Its lines stand further apart than those of a fitted text.
            fixed.put(
                    "step" + n + ".text",
                    new FixedText("poster.step" + n + ".text", new Box(55, 17, 11.5), Weight.REGULAR));
            fixed.put("pill" + n, new FixedText("poster.pill" + n, new Box(53, 6, 13.5), Weight.BOLD));
        }
        return Map.copyOf(fixed);
    }

    private final Typefaces typefaces;
    private final PrintableText printable;

    PosterHtml(Typefaces typefaces, PrintableText printable) {
        this.typefaces = typefaces;
        this.printable = printable;
    }

    String posters(ServiceLines service, List<PosterModel> posters) {
        Wording texts = Wording.of(service, printable);
        String title = texts.get(posters.size() == 1 ? "poster.title" : "poster.titles");
        String name = printable.some(posters.getFirst().venueName());
        String pages = posters.stream()
                .flatMap(poster -> poster.spots().stream().map(spot -> page(poster, spot)))
                .collect(Collectors.joining());
        return sheets(title.replace("{venue}", name), texts, pages);
    }

    String sample(ServiceLines service) {
        Wording texts = Wording.of(service, printable);
        return sheets(
                texts.get("sample.title"),
                texts,
                sample(texts, service, texts.get("sample.venue"), texts.get("sample.note")));
    }

    /** Samples of the posters of a venue, one for each spot. */
    String sample(ServiceLines service, String venue, List<String> spots) {
        Wording texts = Wording.of(service, printable);
        String name = printable.some(venue);
        String pages = spots.stream()
                .map(spot -> sample(texts, service, name, printable.of(spot)))
                .collect(Collectors.joining());
        return sheets(texts.get("sample.title"), texts, pages);
    }

    private String sample(Wording texts, ServiceLines service, String venue, String spot) {
        Map<String, String> markup = new HashMap<>(page(texts, service, venue, spot, "SAMPLE"));
        markup.put("class", "poster sample");
        markup.put("name", fitted("h2", venue, SAMPLE_NAME, Weight.BOLD));
        markup.put("sample", mark(texts.get("sample.mark")));
        return PAGE.fill(texts, markup);
    }

    /** Its letters stand apart; more than a few do not. */
    private String mark(String text) {
        double apart = 14 / MARK.points();
        ToDoubleFunction<String> em = part -> typefaces.em(part, Weight.BOLD) + apart;
        String style = FittedText.fits(text, MARK, em)
                ? ""
                : " style=\"letter-spacing:0;line-height:1.2;font-size:%spt\""
                        .formatted(Math.floor(FittedText.fit(text, MARK, em).points() * 100) / 100.0);
        return "<div class=\"mark\"><p%s>%s</p></div>".formatted(style, Template.escape(text));
    }

    private static String sheets(String title, Wording texts, String pages) {
        return SHEETS.fill(texts.with("title", title), Map.of("style", STYLE, "pages", pages));
    }

    private String page(PosterModel poster, PosterSpot spot) {
        Wording texts = Wording.of(poster.service(), printable);
        String name = printable.some(poster.venueName());
        return PAGE.fill(texts, page(texts, poster.service(), name, printable.of(spot.label()), spot.code()));
    }

    private Map<String, String> page(Wording texts, ServiceLines service, String venue, String spot, String code) {
        String address = Template.escape(service.scannedAddress(code));
        String alternative = Template.escape(texts.get("poster.code.alt").replace("{address}", address));
        Map<String, String> markup = new HashMap<>();
        markup.put("why", fitted("p", texts.get("poster.why"), WHY, Weight.BOLD));
        markup.put("name", fitted("h2", venue, NAME, Weight.BOLD));
        markup.put(
                "spot", spot.isEmpty() ? "" : "<div class=\"spot\">" + fitted("p", spot, SPOT, Weight.BOLD) + "</div>");
        markup.put("qr", "<object data=\"qr:%s\" alt=\"%s\"></object>".formatted(address, alternative));
        markup.put("host", fitted("p", service.typedAddress(), HOST, Weight.REGULAR));
        markup.put("code", grouped(code));
        markup.put("purpose", fitted("p", texts.get("poster.purpose"), PURPOSE, Weight.REGULAR));
        markup.put("further", further(service));
        markup.put("service", fitted("p", texts.get("poster.service"), SERVICE, Weight.BOLD));
        markup.put("authority", fitted("p", texts.get("poster.authority"), AUTHORITY, Weight.BOLD));
        markup.put("class", "poster");
        markup.put("sample", "");
        STEPS_AND_CALLS.forEach((key, place) -> markup.put(key, smaller(texts.get(place.text()), place)));
        return markup;
    }

    /** In the second language of the service, for who does not read the first. */
    private String further(ServiceLines service) {
        ServiceLines further = service.further();
        if (further == null) {
            return "";
        }
        String line = Wording.of(further, printable).get("poster.further");
        return "<div class=\"further\" lang=\"%s\">%s</div>"
                .formatted(further.language().tag(), fitted("p", line, FURTHER, Weight.REGULAR));
    }

    /** Nothing where a text fits as it is, as those do that the size was chosen for. */
    private String smaller(String text, FixedText place) {
        ToDoubleFunction<String> em = part -> typefaces.em(part, place.weight());
        return FittedText.fits(text, place.box(), em)
                ? ""
                : " style=\"font-size:%spt\""
                        .formatted(
                                Math.floor(FittedText.fit(text, place.box(), em).points() * 100) / 100.0);
    }

    /** Set apart for the eye only: a blank in the text would be typed, copied and read out. */
    private static String grouped(String code) {
        return code.length() == 10
                ? "<span>%s</span><span class=\"gap\">%s</span><span class=\"gap\">%s</span>"
                        .formatted(code.substring(0, 3), code.substring(3, 6), code.substring(6))
                : "<span>%s</span>".formatted(code);
    }

    private String fitted(String tag, String text, Box box, Weight weight) {
        FittedText fitted = FittedText.fit(text, box, part -> typefaces.em(part, weight));
        return "<%s class=\"fitted\" style=\"font-size:%spt;padding-top:%smm\">%s</%s>"
                .formatted(
                        tag,
                        Math.round(fitted.points() * 100) / 100.0,
                        Math.round(fitted.above(box) * 100) / 100.0,
                        fitted.lines().stream().map(Template::escape).collect(Collectors.joining("<br/>")),
                        tag);
    }
}
