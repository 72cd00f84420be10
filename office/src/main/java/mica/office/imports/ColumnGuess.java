package mica.office.imports;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import mica.exchange.venue.VenueField;

/**
 * Which column holds what: by its name where the values agree, and by the values alone where they can be nothing else.
 * One file's own; not shared.
 */
final class ColumnGuess {

    /** Fields whose values speak for themselves. */
    private static final Set<String> BY_VALUES = Set.of(
            VenueField.ADDRESS.key(),
            VenueField.EMAIL.key(),
            VenueField.POSTAL_CODE.key(),
            VenueField.PHONE.key(),
            VenueField.MUNICIPALITY.key());
    /** Fields of which a cell may hold something else, too. */
    private static final Set<String> LOOSE =
            Set.of(VenueField.PHONE.key(), VenueField.EMAIL.key(), VenueField.POSTAL_CODE.key());

    private static final double SURE = 0.8;
    private static final double POSSIBLE = 0.3;

    private final CsvTable table;
    private final List<ColumnValues> values = new ArrayList<>();
    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final Set<Integer> taken = new HashSet<>();

    private ColumnGuess(CsvTable table) {
        this.table = table;
        ColumnValues.columns(table).forEach(column -> values.add(ColumnValues.of(table, column)));
    }

    /** Numbers of columns by field. */
    static Map<String, Integer> of(CsvTable table) {
        ColumnGuess guess = new ColumnGuess(table);
        ColumnNames.fields().forEach(guess::byName);
        BY_VALUES.stream().sorted().forEach(guess::byValues);
        guess.joinAddress();
        return guess.columns;
    }

    private void byName(String field) {
        double best = 0;
        int found = -1;
        for (int column = 0; column < values.size(); column++) {
            double score = taken.contains(column) ? 0 : score(field, column);
            if (score > best) {
                best = score;
                found = column;
            }
        }
        take(field, found);
    }

    /** An empty column is the last choice, and one whose values are of something else is none. */
    private double score(String field, int column) {
        ColumnNames.Match match = ColumnNames.match(
                field, column < table.header().size() ? table.header().get(column) : "");
        if (match == ColumnNames.Match.NONE) {
            return 0;
        }
        double name = match == ColumnNames.Match.EXACT ? 4 : 2;
        if (values.get(column).isEmpty()) {
            return name / 10;
        }
        double fit = values.get(column).fit(field);
        return !LOOSE.contains(field) && fit < POSSIBLE ? 0 : name + 3 * fit;
    }

    private void byValues(String field) {
        if (columns.containsKey(field)) {
            return;
        }
        for (int column = 0; column < values.size(); column++) {
            ColumnValues seen = values.get(column);
            if (!taken.contains(column) && !seen.isEmpty() && seen.fit(field) >= SURE) {
                take(field, column);
                return;
            }
        }
    }

    private void take(String field, int column) {
        if (column >= 0) {
            columns.put(field, column);
            taken.add(column);
        }
    }

    /** Prefecture, municipality, town and number in columns of their own are put together when no column has it all. */
    private void joinAddress() {
        Integer address = columns.get("address");
        if (address != null && values.get(address).namesMunicipality() >= POSSIBLE) {
            return;
        }
        TreeMap<Integer, Integer> parts = new TreeMap<>();
        for (int column = 0; column < Math.min(values.size(), table.header().size()); column++) {
            int part = ColumnNames.partOfAddress(table.header().get(column));
            if (part >= 0 && !values.get(column).isEmpty()) {
                parts.putIfAbsent(part, column);
            }
        }
        Integer municipality = columns.get("municipality");
        if (municipality != null) {
            parts.putIfAbsent(1, municipality);
        }
        if (address != null && !parts.containsValue(address)) {
            // What is called the address is the rest of it, then.
            parts.remove(2);
            parts.remove(3);
            parts.put(2, address);
        }
        if (parts.size() > 1) {
            columns.remove("address");
            int part = 0;
            for (Integer column : parts.values()) {
                if (part < ImportMapping.ADDRESS_PARTS.size()) {
                    columns.put(ImportMapping.ADDRESS_PARTS.get(part++), column);
                }
            }
        }
    }
}
