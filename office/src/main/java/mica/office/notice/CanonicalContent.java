package mica.office.notice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import org.jspecify.annotations.Nullable;

/**
 * The written form of a notice's content, whose hash the second officer approves; docs/security.md has it field by field.
 * A content is written in the oldest version that can say all of it: one that was approved before an upgrade has the same
 * hash after it, and what is being sent goes on. Never change what a version writes; add the next one.
 */
final class CanonicalContent {

    private static final int VERSION = 1;

    /** Its strings escape the quote, the backslash and controls, nothing else. */
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    private CanonicalContent() {}

    static String write(NoticeContent content) {
        ObjectNode written = JSON.createObjectNode().put("version", VERSION);
        written.put("kind", content.kind().name())
                .put("followUpOf", text(content.followUpOf()))
                .put("from", text(content.from()))
                .put("to", text(content.to()))
                .put("includeUnconfirmed", content.includeUnconfirmed());
        ArrayNode places = written.putArray("places");
        for (NoticePlace place : content.places()) {
            ObjectNode one =
                    places.addObject().put("venue", place.venue().value()).put("name", place.name());
            ArrayNode spots = one.putArray("spots");
            place.spots()
                    .forEach(spot ->
                            spots.addObject().put("code", spot.code().value()).put("label", spot.label()));
        }
        ObjectNode texts = written.putObject("texts");
        // By tag: in which order languages are configured says nothing about a notice.
        Map<String, NoticeText> byTag = new TreeMap<>();
        content.texts().forEach((language, text) -> byTag.put(language.tag(), text));
        byTag.forEach((tag, text) ->
                texts.putObject(tag).put("subject", text.subject()).put("body", text.body()));
        return written.toString();
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    static NoticeContent read(String canonical) {
        JsonNode read = tree(canonical);
        int version = field(read, "version").asInt();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "the notice's content is of version " + version + ", this program reads " + VERSION);
        }
        try {
            return new NoticeContent(
                    NoticeKind.valueOf(field(read, "kind").asText()),
                    field(read, "followUpOf").isNull()
                            ? null
                            : UUID.fromString(read.get("followUpOf").asText()),
                    places(field(read, "places")),
                    instant(field(read, "from")),
                    instant(field(read, "to")),
                    field(read, "includeUnconfirmed").asBoolean(),
                    texts(field(read, "texts")));
        } catch (DateTimeException noTime) {
            throw new IllegalArgumentException("the notice's content has no time", noTime);
        }
    }

    private static JsonNode tree(String canonical) {
        try {
            return JSON.readTree(canonical);
        } catch (JsonProcessingException noJson) {
            // Without the cause, which quotes the text.
            throw new IllegalArgumentException("the notice's content is no JSON");
        }
    }

    private static JsonNode field(JsonNode object, String name) {
        JsonNode field = object.get(name);
        if (field == null) {
            throw new IllegalArgumentException("the notice's content has no " + name);
        }
        return field;
    }

    private static @Nullable Instant instant(JsonNode field) {
        return field.isNull() ? null : Instant.parse(field.asText());
    }

    private static List<NoticePlace> places(JsonNode written) {
        List<NoticePlace> places = new ArrayList<>();
        for (JsonNode place : written) {
            List<NoticePlace.NoticeSpot> spots = new ArrayList<>();
            field(place, "spots")
                    .forEach(spot -> spots.add(new NoticePlace.NoticeSpot(
                            new SpotCode(field(spot, "code").asText()),
                            field(spot, "label").asText())));
            places.add(new NoticePlace(
                    new VenueCode(field(place, "venue").asText()),
                    field(place, "name").asText(),
                    spots));
        }
        return places;
    }

    private static Map<Language, NoticeText> texts(JsonNode written) {
        Map<Language, NoticeText> texts = new HashMap<>();
        for (Map.Entry<String, JsonNode> text : written.properties()) {
            texts.put(
                    Language.of(text.getKey()),
                    new NoticeText(
                            field(text.getValue(), "subject").asText(),
                            field(text.getValue(), "body").asText()));
        }
        return texts;
    }
}
