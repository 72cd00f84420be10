package mica.office.drafting;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.PlainText;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.notice.Notice;
import mica.office.notice.NoticeContent;
import mica.office.notice.NoticeKind;
import mica.office.notice.NoticePlace;
import mica.office.notice.NoticeText;
import mica.office.venues.PlaceStore;
import mica.web.Form;
import org.jspecify.annotations.Nullable;

/** A draft as typed, and the draft it means. One request's own. */
final class DraftForm {

    static final int LONGEST_SUBJECT = 120;
    static final int LONGEST_BODY = 5_000;
    private static final int MOST_PLACES = 50;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private final Form form;
    private final PlaceStore places;
    private final ServiceFacts service;
    private final InstantSource clock;
    private final ZoneId zone;

    DraftForm(Form form, PlaceStore places, ServiceFacts service, InstantSource clock) {
        this.form = form;
        this.places = places;
        this.service = service;
        this.clock = clock;
        this.zone = ZoneId.of(service.timeZone());
    }

    /** What is stored, as a form to go on with. */
    static Form filled(Notice notice, PlaceStore places, ServiceFacts service) {
        ZoneId zone = ZoneId.of(service.timeZone());
        Map<String, List<String>> values = new LinkedHashMap<>();
        NoticeContent content = notice.content();
        List<String> venues = new ArrayList<>();
        for (NoticePlace place : content.places()) {
            venues.add(place.venue().value());
            List<SpotCode> spots = place.spots().isEmpty()
                    ? allSpots(places, place.venue())
                    : place.spots().stream().map(NoticePlace.NoticeSpot::code).toList();
            values.put(
                    "spot-" + place.venue().value(),
                    spots.stream().map(SpotCode::value).toList());
        }
        values.put("venue", venues);
        moment(values, "from", content.from(), zone);
        moment(values, "to", content.to(), zone);
        if (content.includeUnconfirmed()) {
            values.put("unconfirmed", List.of("on"));
        }
        for (Language language : service.offered()) {
            values.put(
                    "subject-" + language.tag(), List.of(content.text(language).subject()));
            values.put("body-" + language.tag(), List.of(content.text(language).body()));
        }
        values.put("version", List.of(Integer.toString(notice.version())));
        return Form.filled(values);
    }

    private static List<SpotCode> allSpots(PlaceStore places, VenueCode venue) {
        return places.find(venue).stream()
                .flatMap(place -> place.spots().stream())
                .map(PlaceStore.Spot::code)
                .toList();
    }

    private static void moment(Map<String, List<String>> values, String name, @Nullable Instant at, ZoneId zone) {
        if (at != null) {
            values.put(name + "Date", List.of(LocalDate.ofInstant(at, zone).toString()));
            values.put(name + "Time", List.of(TIME.format(at.atZone(zone))));
        }
    }

    int version() {
        try {
            return Integer.parseInt(form.raw("version"));
        } catch (NumberFormatException notOurs) {
            return 0;
        }
    }

    /** The venues picked so far, unknown codes left out. */
    List<PickedPlace> picked() {
        List<PickedPlace> picked = new ArrayList<>();
        form.all("venue").stream()
                .flatMap(code -> VenueCode.read(code).stream())
                .distinct()
                .limit(MOST_PLACES)
                .flatMap(code -> places.find(code).stream())
                .forEach(place -> picked.add(new PickedPlace(
                        place,
                        form.all("spot-" + place.code().value()).stream()
                                .flatMap(code -> SpotCode.read(code).stream())
                                .toList())));
        return picked;
    }

    /** Picks one more venue, with all of its spots. */
    void add(VenueCode code) {
        places.find(code).ifPresent(place -> {
            List<String> venues = new ArrayList<>(form.all("venue"));
            if (!venues.contains(code.value())) {
                venues.add(code.value());
                form.values().put("venue", venues);
                form.values()
                        .put(
                                "spot-" + code.value(),
                                place.spots().stream()
                                        .map(spot -> spot.code().value())
                                        .toList());
            }
        });
    }

    void remove(VenueCode code) {
        List<String> venues = new ArrayList<>(form.all("venue"));
        venues.remove(code.value());
        form.values().put("venue", venues);
    }

    /** Puts a text into the form in place of what was there. */
    void write(Map<Language, NoticeText> texts) {
        texts.forEach((language, text) -> {
            form.put("subject-" + language.tag(), text.subject());
            form.put("body-" + language.tag(), text.body());
        });
    }

    /**
     * What the form means; whatever is wrong is noted on it. What is left empty stays open.
     *
     * @param complete whether nothing may be missing
     */
    NoticeContent content(Notice notice, boolean complete) {
        boolean first = notice.content().kind() == NoticeKind.FIRST;
        Instant from = null;
        Instant to = null;
        List<NoticePlace> picked = List.of();
        if (first) {
            picked = pickedPlaces(complete);
            from = moment("from", complete);
            to = lastOf(moment("to", complete));
            checkPeriod(from, to);
        }
        Map<Language, NoticeText> texts = new HashMap<>();
        for (Language language : service.offered()) {
            texts.put(language, text(language));
        }
        return new NoticeContent(
                notice.content().kind(),
                notice.content().followUpOf(),
                picked,
                from,
                to,
                form.isTicked("unconfirmed"),
                texts);
    }

    /** Places and period alone, for counting while the rest is being written; empty when something is wrong. */
    Optional<NoticeContent> audience(Notice notice) {
        NoticeContent content = content(notice, false);
        return form.isRight() && content.audience().isPresent() ? Optional.of(content) : Optional.empty();
    }

    private List<NoticePlace> pickedPlaces(boolean complete) {
        List<NoticePlace> result = new ArrayList<>();
        for (PickedPlace one : picked()) {
            List<NoticePlace.NoticeSpot> spots = one.place().spots().stream()
                    .filter(one::isTicked)
                    .map(spot -> new NoticePlace.NoticeSpot(spot.code(), spot.label()))
                    // The order in which they are stored.
                    .sorted((a, b) -> a.code().value().compareTo(b.code().value()))
                    .toList();
            if (spots.isEmpty() && !one.place().spots().isEmpty()) {
                form.error(
                        "spot-" + one.place().code().value(),
                        "notice.draft.no-spot",
                        one.place().name());
            }
            boolean all = spots.size() == one.place().spots().size();
            result.add(new NoticePlace(one.place().code(), one.place().name(), all ? List.of() : spots));
        }
        if (result.isEmpty() && complete) {
            form.error("words", "notice.draft.no-venue");
        }
        return result;
    }

    /** Who types 10:05 means the whole of that minute, and whoever came in it. */
    private static @Nullable Instant lastOf(@Nullable Instant minute) {
        return minute == null ? null : minute.plus(Duration.ofMinutes(1)).minusMillis(1);
    }

    private @Nullable Instant moment(String name, boolean required) {
        String date = form.raw(name + "Date").strip();
        String time = form.raw(name + "Time").strip();
        if (date.isEmpty() && time.isEmpty() && !required) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(date);
            LocalTime clockTime = LocalTime.parse(time.length() == 4 ? "0" + time : time);
            if (day.getYear() < 2000 || day.getYear() > 9999) {
                form.error(name + "Date", "notice.draft.date");
                return null;
            }
            return day.atTime(clockTime.withSecond(0).withNano(0)).atZone(zone).toInstant();
        } catch (DateTimeParseException missingOrWrong) {
            boolean dateIsRight = isDate(date);
            form.error(
                    dateIsRight ? name + "Time" : name + "Date",
                    dateIsRight ? "notice.draft.time" : "notice.draft.date");
            return null;
        }
    }

    private static boolean isDate(String text) {
        try {
            LocalDate.parse(text);
            return true;
        } catch (DateTimeParseException wrong) {
            return false;
        }
    }

    private void checkPeriod(@Nullable Instant from, @Nullable Instant to) {
        Instant now = clock.instant();
        LocalDate oldest = LocalDate.ofInstant(now, zone).minusDays(service.retentionDays());
        if (from != null && LocalDate.ofInstant(from, zone).isBefore(oldest)) {
            form.error("fromDate", "notice.draft.too-old", service.retentionDays(), oldest);
        }
        if (from != null && from.isAfter(now)) {
            form.error("fromDate", "notice.draft.future");
        }
        if (to != null && to.truncatedTo(ChronoUnit.MINUTES).isAfter(now)) {
            form.error("toDate", "notice.draft.future");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            form.error("toDate", "notice.draft.end-before-start");
        }
    }

    private NoticeText text(Language language) {
        return new NoticeText(
                clean("subject-" + language.tag(), LONGEST_SUBJECT, false),
                clean("body-" + language.tag(), LONGEST_BODY, true));
    }

    private String clean(String field, int longest, boolean lines) {
        PlainText.Outcome outcome =
                lines ? PlainText.paragraphs(form.raw(field), longest) : PlainText.line(form.raw(field), longest);
        return switch (outcome) {
            case PlainText.Outcome.Clean clear -> clear.text();
            case PlainText.Outcome.Refused refused -> {
                if (refused.reason() != PlainText.Refusal.EMPTY) {
                    form.error(field, "form.text." + refused.reason(), longest);
                }
                yield "";
            }
        };
    }
}
