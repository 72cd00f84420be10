package mica.office.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import mica.exchange.venue.VenueField;
import org.jspecify.annotations.Nullable;

/**
 * Which column holds what, and what holds where a column is missing or a cell is empty.
 *
 * @param headerLine the line with the names of the columns, {@link CsvTable#NO_HEADER}, or 0 for the one that is found
 * @param columns number of the column, from 0, by name of the field; fields without a column are missing
 * @param sectorWords code of the sector by the file's own word for it; beside what {@link SectorWords} knows
 * @param sector code for venues whose line names none
 * @param municipality for venues whose address names none; may be empty
 * @param spot name of the one spot of a venue whose line names none
 * @param listed whether the venues are shown on the public list
 * @param mail whether venues with an e-mail address get their posters by mail
 */
public record ImportMapping(
        int headerLine,
        Map<String, Integer> columns,
        Map<String, String> sectorWords,
        String sector,
        String municipality,
        String spot,
        boolean listed,
        boolean mail) {

    /** Columns that make up the address together, in this order. */
    static final List<String> ADDRESS_PARTS =
            List.of(VenueField.ADDRESS.key(), "address2", "address3", "address4", "address5");

    /** The fields a column can hold, in the order of the page. */
    public static final List<String> FIELDS = Stream.concat(
                    Arrays.stream(VenueField.values())
                            .flatMap(field ->
                                    field == VenueField.ADDRESS ? ADDRESS_PARTS.stream() : Stream.of(field.key())),
                    Stream.of(VenueField.SPOTS))
            .toList();

    /** Mappings that were stored before there was a choice of the header have no words of sectors. */
    public ImportMapping {
        columns = Map.copyOf(columns);
        sectorWords = copy(sectorWords);
    }

    private static Map<String, String> copy(@Nullable Map<String, String> words) {
        return words == null ? Map.of() : Map.copyOf(words);
    }

    /** Guesses the columns by their names and values. */
    public static ImportMapping guess(CsvTable table, String sector) {
        return new ImportMapping(table.headerLine(), ColumnGuess.of(table), Map.of(), sector, "", "入口", false, true);
    }

    /** The file as this mapping reads it. */
    public CsvTable on(CsvTable table) {
        return headerLine == 0 ? table : table.withHeader(headerLine);
    }

    Optional<Integer> column(String field) {
        return Optional.ofNullable(columns.get(field));
    }

    /** The address of a line, put together from its columns. */
    String address(CsvTable.CsvRow row) {
        List<String> parts = new ArrayList<>();
        ADDRESS_PARTS.stream()
                .flatMap(field -> column(field).stream())
                .map(row::cell)
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(parts::add);
        StringBuilder address = new StringBuilder();
        for (String part : parts) {
            // A building's name behind a number would run into it.
            boolean behindNumber = !address.isEmpty()
                    && Character.isDigit(address.charAt(address.length() - 1))
                    && !Character.isDigit(part.charAt(0))
                    && "-‐－−ー番号丁の".indexOf(part.charAt(0)) < 0;
            address.append(behindNumber ? " " : "").append(part);
        }
        return address.toString();
    }

    /** Fields of which the page shows a select although they have no column: not every part of an address. */
    static Stream<String> offered(ImportMapping mapping) {
        return FIELDS.stream()
                .filter(field -> !ADDRESS_PARTS.contains(field)
                        || mapping.columns.containsKey(field)
                        || ADDRESS_PARTS.indexOf(field) == 0
                        || mapping.columns.containsKey(ADDRESS_PARTS.get(ADDRESS_PARTS.indexOf(field) - 1)));
    }
}
