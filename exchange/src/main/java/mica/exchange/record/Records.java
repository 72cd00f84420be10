package mica.exchange.record;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which records cross the exchange, as JSON or as a row. Each says its version. Whoever reads ignores
 * fields it does not know, so an older program reads a newer one's; refuses with a word what it needs and does not find;
 * and takes an older record without what is {@link Since} a later version. Threads may share it.
 */
public final class Records {

    private static final String VERSION = "version";

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .build();

    /** Makes a record of a row. */
    @FunctionalInterface
    public interface RowReading<T> {
        T read() throws SQLException;
    }

    private Records() {}

    /** The version in which this program writes records of a type. */
    public static int version(Class<?> type) {
        Version version = type.getAnnotation(Version.class);
        if (version == null) {
            throw new IllegalArgumentException(type.getSimpleName() + " crosses no exchange");
        }
        return version.value();
    }

    public static String write(Record record) {
        ObjectNode written = MAPPER.valueToTree(record);
        stamp(record.getClass(), written);
        return written.toString();
    }

    /** Records within a record that cross the exchange by themselves, too, say their own version. */
    private static void stamp(Class<?> type, ObjectNode written) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (written.get(component.getName()) instanceof ObjectNode within
                    && component.getType().isRecord()) {
                stamp(component.getType(), within);
            }
        }
        if (type.isAnnotationPresent(Version.class)) {
            written.put(VERSION, version(type));
        }
    }

    /** @throws UnreadableRecordException when it is none, or lacks what its version has */
    public static <T extends Record> T read(String json, Class<T> type) {
        JsonNode read;
        try {
            read = MAPPER.readTree(json);
        } catch (JsonProcessingException noJson) {
            throw new UnreadableRecordException("no " + type.getSimpleName() + ": not JSON");
        }
        requireComplete(type, read, 0, type.getSimpleName());
        try {
            return MAPPER.treeToValue(read, type);
        } catch (JsonProcessingException wrong) {
            throw new UnreadableRecordException("unreadable: " + type.getSimpleName() + path(wrong));
        }
    }

    private static String path(JsonProcessingException wrong) {
        return wrong instanceof JsonMappingException mapping
                ? mapping.getPath().stream()
                        .map(step -> step.getFieldName() == null ? "[]" : "." + step.getFieldName())
                        .collect(Collectors.joining())
                : "";
    }

    /** @param version of the record it stands in */
    private static void requireComplete(Type type, JsonNode read, int version, String path) {
        if (type instanceof ParameterizedType collection) {
            Type[] of = collection.getActualTypeArguments();
            read.forEach(one -> requireComplete(of[of.length - 1], one, version, path + "[]"));
        } else if (type instanceof Class<?> known && known.isRecord()) {
            if (!read.isObject()) {
                throw new UnreadableRecordException("no object: " + path);
            }
            int own = known.isAnnotationPresent(Version.class) ? version(read.get(VERSION), path) : version;
            for (RecordComponent component : known.getRecordComponents()) {
                if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                    requireComplete(component.getGenericType(), read, own, path);
                    continue;
                }
                JsonNode field = read.get(component.getName());
                String at = path + "." + component.getName();
                if (field != null && !field.isNull()) {
                    requireComplete(component.getGenericType(), field, own, at);
                } else if (!mayLack(component, own)) {
                    throw new UnreadableRecordException("missing in version " + own + ": " + at);
                }
            }
        }
    }

    private static int version(@Nullable JsonNode said, String path) {
        if (said == null || !said.canConvertToInt() || said.intValue() < 1) {
            throw new UnreadableRecordException("without a version: " + path);
        }
        return said.intValue();
    }

    private static boolean mayLack(RecordComponent component, int version) {
        Since since = component.getAnnotation(Since.class);
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class)
                || (since != null && version < since.value());
    }

    /**
     * A row that holds a record, with its version in the column {@code version}.
     *
     * @throws UnreadableRecordException when it is none that this program understands
     */
    public static <T> T row(Class<T> type, ResultSet row, RowReading<T> reading) throws SQLException {
        int version = row.getInt(VERSION);
        if (version < 1) {
            throw new UnreadableRecordException("without a version: " + type.getSimpleName());
        }
        try {
            return reading.read();
        } catch (IllegalArgumentException | NullPointerException notUnderstood) {
            throw new UnreadableRecordException("unreadable in version " + version + ": " + type.getSimpleName());
        }
    }
}
