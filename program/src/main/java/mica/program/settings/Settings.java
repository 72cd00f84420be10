package mica.program.settings;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeSet;
import java.util.regex.Pattern;
import mica.exchange.file.OwnersAlone;
import mica.exchange.text.SmallFile;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an installation: a properties file (UTF-8), overridden by the environment. The key
 * {@code front.exchange.url} is the variable {@code MICA_FRONT_EXCHANGE_URL}. The keys are the components of the records
 * they fill; a key that fills none refuses the start, and so does a missing one without a default.
 */
public final class Settings {

    private static final String PREFIX = "MICA_";
    private static final Pattern SECRET = Pattern.compile(".*\\b(password|passphrase|stamp-key)|.*-passphrase");

    /** A zone's settings: how their keys begin, and the record they fill. */
    public record Zone<T extends Record>(String name, Class<T> type) {}

    private final Map<String, String> values;
    private final Map<String, String> defaults;

    private Settings(Map<String, String> values, Map<String, String> defaults) {
        this.values = values;
        this.defaults = defaults;
    }

    /**
     * Reads a file and the environment.
     *
     * @param file null for none
     * @param zones that the program knows
     * @param others zones of other programs, whose settings may stand beside
     * @throws SettingsException when the file cannot be read, or others could read a secret in it
     */
    public static Settings read(
            @Nullable Path file, Map<String, String> environment, List<Zone<?>> zones, List<String> others) {
        Map<String, String> values = new HashMap<>();
        if (file != null) {
            Properties properties = new Properties();
            try (Reader reader = new InputStreamReader(
                    new ByteArrayInputStream(SmallFile.octets(file)), StandardCharsets.UTF_8.newDecoder())) {
                properties.load(reader);
            } catch (IOException unreadable) {
                throw new SettingsException("cannot read the settings file " + file + ": " + unreadable.getMessage());
            }
            refuseOpenSecrets(file, properties);
            properties.stringPropertyNames().stream()
                    .filter(key -> others.stream().noneMatch(other -> key.startsWith(other + ".")))
                    .forEach(key -> values.put(key, properties.getProperty(key).strip()));
        }
        Map<String, String> keys = new HashMap<>();
        allKeys(zones).forEach(key -> keys.put(variable(key), key));
        environment.forEach((name, value) -> {
            if (keys.containsKey(name)) {
                values.put(keys.get(name), value);
            } else if (zones.stream().anyMatch(zone -> name.startsWith(variable(zone.name() + ".")))) {
                throw new SettingsException("unknown environment variable " + name);
            }
        });
        for (String key : new TreeSet<>(values.keySet())) {
            if (!keys.containsValue(key)) {
                throw new SettingsException("unknown setting " + key);
            }
        }
        return new Settings(values, defaults(zones));
    }

    /** A file without secrets may be anybody's to read. */
    private static void refuseOpenSecrets(Path file, Properties properties) {
        boolean secret = properties.stringPropertyNames().stream()
                .anyMatch(key -> SECRET.matcher(key).matches()
                        && !properties.getProperty(key).isBlank());
        Optional<String> fault = secret ? OwnersAlone.fault(file) : OwnersAlone.changeable(file);
        fault.ifPresent(told -> {
            throw new SettingsException("the settings file " + told);
        });
    }

    /** Every key there is, sorted; for the documents and their test. */
    public static List<String> allKeys(List<Zone<?>> zones) {
        List<String> keys = new ArrayList<>();
        zones.forEach(zone -> addKeys(zone.name(), zone.type(), keys));
        keys.sort(null);
        return keys;
    }

    /** The settings of a zone. @throws SettingsException when one is missing or wrong */
    public <T extends Record> T of(Zone<T> zone) {
        return fill(zone.name(), zone.type());
    }

    /** One setting as it is given, or its default; empty when it has neither. For commands that need no others. */
    public String value(String key) {
        String given = values.get(key);
        return given != null ? given : defaults.getOrDefault(key, "");
    }

    /** Every key that has a default, with it; for the documents and their test. */
    public static Map<String, String> defaults(List<Zone<?>> zones) {
        Map<String, String> defaults = new HashMap<>();
        zones.forEach(zone -> addDefaults(zone.name(), zone.type(), defaults));
        return defaults;
    }

    private static void addDefaults(String prefix, Class<?> type, Map<String, String> defaults) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + "." + hyphenated(component.getName());
            Default fallback = component.getAnnotation(Default.class);
            if (component.getType().isRecord()) {
                addDefaults(key, component.getType(), defaults);
            } else if (fallback != null) {
                defaults.put(key, fallback.value());
            }
        }
    }

    private static void addKeys(String prefix, Class<?> type, List<String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + "." + hyphenated(component.getName());
            if (component.getType().isRecord()) {
                addKeys(key, component.getType(), keys);
            } else {
                keys.add(key);
            }
        }
    }

    private <T> T fill(String prefix, Class<T> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = prefix + "." + hyphenated(components[i].getName());
            arguments[i] =
                    components[i].getType().isRecord() ? fill(key, components[i].getType()) : value(key, components[i]);
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw new SettingsException(
                    prefix + ": " + refused.getTargetException().getMessage());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private Object value(String key, RecordComponent component) {
        String text = values.get(key);
        if (text == null) {
            Default fallback = component.getAnnotation(Default.class);
            if (fallback == null) {
                throw new SettingsException(
                        "missing setting " + key + " (or environment variable " + variable(key) + ")");
            }
            text = fallback.value();
        }
        try {
            return parse(text, component.getType());
        } catch (IllegalArgumentException | DateTimeParseException wrong) {
            throw new SettingsException("setting " + key + " is not a " + kind(component.getType()) + ": " + text);
        }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object parse(String text, Class<?> type) {
        if (type == String.class) {
            return text;
        }
        if (type == int.class) {
            return Integer.parseInt(text);
        }
        if (type == boolean.class) {
            return switch (text) {
                case "yes", "true" -> true;
                case "no", "false" -> false;
                default -> throw new IllegalArgumentException(text);
            };
        }
        if (type == Path.class) {
            return Path.of(text);
        }
        if (type == Duration.class) {
            return Duration.parse(text);
        }
        if (type.isEnum()) {
            return Enum.valueOf(
                    (Class<Enum>) type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        throw new IllegalStateException("no settings of type " + type);
    }

    private static String kind(Class<?> type) {
        if (type == int.class) {
            return "whole number";
        }
        if (type == Duration.class) {
            return "duration such as PT30S";
        }
        if (type == boolean.class) {
            return "yes or no";
        }
        return type.isEnum() ? "value of " + Arrays.toString(type.getEnumConstants()) : type.getSimpleName();
    }

    private static String variable(String key) {
        return PREFIX + key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }

    private static String hyphenated(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
