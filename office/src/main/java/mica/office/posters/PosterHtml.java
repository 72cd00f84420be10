package mica.office.posters;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import mica.exchange.text.PrintableText;
import mica.office.posters.FittedText.Box;
import mica.office.posters.PosterModel.Spot;
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
    private static final Box ENGLISH = new Box(182, 9.5, 10.5);
    private static final Box SERVICE = new Box(112, 11, 15);
    private static final Box AUTHORITY = new Box(66, 11, 15);

    private final Typefaces typefaces;
    private final PrintableText printable;

    PosterHtml(Typefaces typefaces, PrintableText printable) {
        this.typefaces = typefaces;
        this.printable = printable;
    }

    String posters(ServiceLines service, List<PosterModel> posters) {
        Wording texts = Wording.JAPANESE.of(service, printable);
        String title = texts.get(posters.size() == 1 ? "poster.title" : "poster.titles");
        String name = printable.some(posters.getFirst().venueName());
        String pages = posters.stream()
                .flatMap(poster -> poster.spots().stream().map(spot -> page(poster, spot)))
                .collect(Collectors.joining());
        return sheets(title.replace("{venue}", name), texts, pages);
    }

    String sample(ServiceLines service) {
        Wording texts = Wording.JAPANESE.of(service, printable);
        return sheets(
                texts.get("sample.title"),
                texts,
                sample(texts, service, texts.get("sample.venue"), texts.get("sample.note")));
    }

    /** Samples of the posters of a venue, one for each spot. */
    String sample(ServiceLines service, String venue, List<String> spots) {
        Wording texts = Wording.JAPANESE.of(service, printable);
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
        markup.put(
                "sample", "<div class=\"mark\"><p>%s</p></div>".formatted(Template.escape(texts.get("sample.mark"))));
        return PAGE.fill(texts, markup);
    }

    private static String sheets(String title, Wording texts, String pages) {
        return SHEETS.fill(texts.with("title", title), Map.of("style", STYLE, "pages", pages));
    }

    private String page(PosterModel poster, Spot spot) {
        Wording texts = Wording.JAPANESE.of(poster.service(), printable);
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
        markup.put("english", fitted("p", texts.get("poster.english"), ENGLISH, Weight.REGULAR));
        markup.put("service", fitted("p", texts.get("poster.service"), SERVICE, Weight.BOLD));
        markup.put("authority", fitted("p", texts.get("poster.authority"), AUTHORITY, Weight.BOLD));
        markup.put("class", "poster");
        markup.put("sample", "");
        return markup;
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
