package mica.office.imports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.exchange.directory.ServiceFacts;
import mica.office.venues.PlaceKeys;

/**
 * What the words for kinds of business in a file mean: a sector's own code or name, the word's line in the mapping, else
 * the house's table. For one service as it stands.
 */
final class SectorWords {

    /** So many different words of a file are shown, each with what it means. */
    static final int MOST_OFFERED = 40;

    private static final int LONGEST = 100;
    /** Within a longer word they are a part of another one: バー of バーガー. */
    private static final Pattern SHORT = Pattern.compile("[a-zァ-ヶー]{1,3}");

    private static final Map<String, String> TABLE = table();

    private final ServiceFacts service;
    private final Map<String, String> chosen;
    private final Map<String, Optional<ServiceFacts.Sector>> known = new LinkedHashMap<>();

    /** @param chosen codes by word, as somebody corrected them */
    SectorWords(ServiceFacts service, Map<String, String> chosen) {
        this.service = service;
        this.chosen = chosen.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> PlaceKeys.name(entry.getKey()), Map.Entry::getValue, (first, second) -> first));
    }

    private static Map<String, String> table() {
        try (InputStream file = SectorWords.class.getResourceAsStream("sectors.txt")) {
            if (file == null) {
                throw new IllegalStateException("resource is missing: sectors.txt");
            }
            Map<String, String> table = new LinkedHashMap<>();
            new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" "))
                    .forEach(words -> {
                        for (int i = 1; i < words.length; i++) {
                            table.put(PlaceKeys.name(words[i]), words[0]);
                        }
                    });
            return table.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey(
                            Comparator.comparing(String::length).reversed()))
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, Map.Entry::getValue, (first, second) -> first, LinkedHashMap::new));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** The sector a word means; empty when nobody knows. */
    Optional<ServiceFacts.Sector> meaning(String word) {
        return known.computeIfAbsent(PlaceKeys.name(word), this::find);
    }

    /** The words of a file's column for sectors, each once, as they first stand. */
    static List<String> of(CsvTable table, ImportMapping mapping) {
        return mapping.column("sector").stream()
                .flatMap(column -> table.rows().stream().map(row -> row.cell(column)))
                .filter(cell -> !cell.isBlank() && cell.length() <= LONGEST)
                .map(String::strip)
                .distinct()
                .limit(MOST_OFFERED)
                .toList();
    }

    private Optional<ServiceFacts.Sector> find(String key) {
        String choice = chosen.get(key);
        if (choice != null) {
            return byCode(choice);
        }
        Optional<ServiceFacts.Sector> named = service.sectors().stream()
                .filter(sector -> PlaceKeys.name(sector.code()).equals(key)
                        || sector.name().values().stream()
                                .anyMatch(name -> PlaceKeys.name(name).equals(key)))
                .findFirst();
        return named.or(() -> TABLE.entrySet().stream()
                .filter(entry -> SHORT.matcher(entry.getKey()).matches()
                        ? key.endsWith(entry.getKey())
                        : key.contains(entry.getKey()))
                .flatMap(entry -> byCode(entry.getValue()).stream())
                .findFirst());
    }

    private Optional<ServiceFacts.Sector> byCode(String code) {
        return service.sectors().stream()
                .filter(sector -> sector.code().equals(code))
                .findFirst();
    }
}
