package mica.office.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Kana;
import mica.exchange.text.PlainText;
import mica.exchange.text.PrintableText;
import mica.exchange.venue.PhoneNumber;
import mica.office.venues.PlaceKeys;
import mica.office.venues.VenueDetails;

/** Reads lines of a file as venues, by a mapping, and notes what is wrong. One file's own; not shared. */
final class ImportReader {

    private static final Pattern KANA_ONLY = Pattern.compile("[ァ-ヺー・ヽヾ 0-9]+");
    private static final int MOST_SPOTS = 50;
    private static final int LONGEST_MUNICIPALITY = 40;

    private final ImportMapping mapping;
    private final ServiceFacts service;
    private final SectorWords sectors;
    private final Set<String> prefectures;
    /** The service's own municipalities as it spells them, by one spelling for all. */
    private final Map<String, String> ours = new HashMap<>();

    private final List<String> header;

    /** @param header names of the columns, which some files repeat */
    ImportReader(ImportMapping mapping, ServiceFacts service, List<String> header) {
        this.mapping = mapping;
        this.service = service;
        this.header = header;
        this.sectors = new SectorWords(service, mapping.sectorWords());
        this.prefectures = Municipalities.ofJapan().prefecturesOf(service.municipalities());
        service.municipalities().forEach(name -> ours.put(Municipalities.fold(name), name));
    }

    ImportLine read(CsvTable.Row row) {
        List<ImportLine.Problem> problems = new ArrayList<>();
        List<ImportLine.Problem> notes = new ArrayList<>();
        String name = line(row, "name", 100, true, problems);
        String address = line("address", mapping.address(row), 200, true, problems);
        if (!name.isEmpty() && row.cells().stream().map(String::strip).toList().equals(header)) {
            problems.add(problem("name", "import.problem.header"));
        }
        String kana = Kana.katakana(line(row, "kana", 200, false, problems));
        String nameAsKana = Kana.katakana(name);
        if (kana.isEmpty() && KANA_ONLY.matcher(nameAsKana).matches()) {
            kana = nameAsKana;
        }
        VenueDetails details = new VenueDetails(
                name,
                kana,
                sector(line(row, "sector", 100, false, problems), problems),
                postalCode(line(row, "postalCode", 20, false, problems), problems, notes),
                municipality(line(row, "municipality", 40, false, problems), address, problems, notes),
                address,
                phone(line(row, "phone", 60, false, problems), problems, notes),
                line(row, "contactPerson", 60, false, problems),
                email(row, problems),
                line(row, "openingHours", 100, false, problems),
                service.ownLanguage().tag(),
                mapping.listed());
        List<String> spots = spots(row, problems);
        noteUnprintable(name, spots, notes);
        return new ImportLine(
                row.line(),
                details,
                spots,
                problems.isEmpty() ? ImportLine.Verdict.RIGHT : ImportLine.Verdict.WRONG,
                List.copyOf(problems),
                List.copyOf(notes));
    }

    private static void noteUnprintable(String name, List<String> spots, List<ImportLine.Problem> notes) {
        List<String> spoiled = PrintableText.ofPosters()
                .spoiled(Stream.concat(Stream.of(name), spots.stream()).toArray(String[]::new));
        if (!spoiled.isEmpty()) {
            notes.add(problem("name", "import.note.print", String.join(" ", spoiled)));
        }
    }

    private String raw(CsvTable.Row row, String field) {
        return mapping.column(field).map(row::cell).orElse("");
    }

    private String line(
            CsvTable.Row row, String field, int maximum, boolean required, List<ImportLine.Problem> problems) {
        return line(field, raw(row, field), maximum, required, problems);
    }

    private static String line(
            String field, String typed, int maximum, boolean required, List<ImportLine.Problem> problems) {
        return switch (PlainText.line(typed, maximum)) {
            case PlainText.Outcome.Clean clean -> clean.text();
            case PlainText.Outcome.Refused refused -> {
                if (required || refused.reason() != PlainText.Refusal.EMPTY) {
                    problems.add(problem(field, "form.text." + refused.reason(), Integer.toString(maximum)));
                }
                yield "";
            }
        };
    }

    private String sector(String typed, List<ImportLine.Problem> problems) {
        String wanted = typed.isEmpty() ? mapping.sector() : typed;
        Optional<ServiceFacts.Sector> sector = sectors.meaning(wanted);
        if (sector.isEmpty()) {
            problems.add(problem("sector", "import.problem.sector", wanted));
        } else if (!sector.get().eligible()) {
            problems.add(problem("sector", "import.problem.sector.ineligible", wanted));
        }
        return sector.map(ServiceFacts.Sector::code).orElse("");
    }

    private static String phone(String typed, List<ImportLine.Problem> problems, List<ImportLine.Problem> notes) {
        if (typed.isEmpty()) {
            return "";
        }
        return switch (PhoneNumber.read(typed)) {
            case PhoneNumber.Reading.Right right -> right.number();
            case PhoneNumber.Reading.LostZero lost -> {
                notes.add(problem("phone", "import.note.zero", typed, lost.number()));
                yield lost.number();
            }
            case PhoneNumber.Reading.Wrong wrong -> {
                problems.add(problem("phone", "import.problem.phone", typed));
                yield "";
            }
        };
    }

    private static String postalCode(String typed, List<ImportLine.Problem> problems, List<ImportLine.Problem> notes) {
        String digits = PlaceKeys.phone(typed);
        if (typed.matches("[1-9]\\d{5}")) {
            // Those of the north begin with a zero, which spreadsheets drop.
            notes.add(problem("postalCode", "import.note.zero", typed, "0" + typed));
            return "0" + typed;
        }
        if (!typed.isEmpty() && !digits.matches("\\d{7}")) {
            problems.add(problem("postalCode", "venue.postal-code.wrong"));
            return "";
        }
        return digits;
    }

    /** The column's, else the one that the address begins with, else the one chosen for all. */
    private String municipality(
            String typed, String address, List<ImportLine.Problem> problems, List<ImportLine.Problem> notes) {
        for (String text : List.of(typed, address)) {
            String rest = Municipalities.ofJapan().behindPrefecture(text);
            for (int length = Math.min(LONGEST_MUNICIPALITY, rest.length()); length > 1; length--) {
                String own = ours.get(rest.substring(0, length));
                if (own != null && isInOurPrefecture(text)) {
                    return own;
                }
            }
        }
        Optional<Municipalities.Place> place = found(typed, address);
        if (place.isEmpty()) {
            if (mapping.municipality().isEmpty() && !address.isEmpty()) {
                problems.add(problem("municipality", "import.problem.municipality"));
            }
            return mapping.municipality();
        }
        String own = ours.isEmpty()
                ? place.get().name()
                : ours.get(Municipalities.fold(place.get().name()));
        if (own != null
                && (prefectures.isEmpty() || prefectures.contains(place.get().prefecture()))) {
            return own;
        }
        String foreign = place.get().prefecture() + place.get().name();
        if (mapping.municipality().isEmpty()) {
            problems.add(problem("municipality", "import.problem.municipality.foreign", foreign));
        } else {
            notes.add(problem("municipality", "import.note.municipality", foreign, mapping.municipality()));
        }
        return mapping.municipality();
    }

    /** A name is ours unless the text says another prefecture. */
    private boolean isInOurPrefecture(String text) {
        return prefectures.isEmpty()
                || Municipalities.ofJapan()
                        .prefecture(text)
                        .map(prefectures::contains)
                        .orElse(true);
    }

    private Optional<Municipalities.Place> found(String typed, String address) {
        return Municipalities.ofJapan()
                .beginning(typed, place -> prefectures.contains(place.prefecture()))
                .or(() ->
                        Municipalities.ofJapan().beginning(address, place -> prefectures.contains(place.prefecture())));
    }

    private String email(CsvTable.Row row, List<ImportLine.Problem> problems) {
        String typed = raw(row, "email");
        if (typed.isBlank()) {
            return "";
        }
        return switch (EmailAddress.parse(typed)) {
            case EmailAddress.Outcome.Parsed parsed -> parsed.address().spelled();
            case EmailAddress.Outcome.Refused(EmailAddress.Refusal reason)
            when reason == EmailAddress.Refusal.EMPTY -> "";
            case EmailAddress.Outcome.Refused refused -> {
                problems.add(problem("email", "form.email." + refused.reason()));
                yield "";
            }
        };
    }

    private List<String> spots(CsvTable.Row row, List<ImportLine.Problem> problems) {
        List<String> spots = new ArrayList<>();
        for (String part : raw(row, "spots").split("[\\r\\n、,/／;；|]+", MOST_SPOTS + 2)) {
            switch (PlainText.line(part, 40)) {
                case PlainText.Outcome.Clean clean -> {
                    if (!spots.contains(clean.text())) {
                        spots.add(clean.text());
                    }
                }
                case PlainText.Outcome.Refused refused -> {
                    if (refused.reason() != PlainText.Refusal.EMPTY) {
                        problems.add(problem("spots", "form.text." + refused.reason(), "40"));
                    }
                }
            }
        }
        if (spots.size() > MOST_SPOTS) {
            problems.add(problem("spots", "import.problem.spots", Integer.toString(MOST_SPOTS)));
        }
        return spots.isEmpty() ? List.of(mapping.spot()) : List.copyOf(spots);
    }

    static ImportLine.Problem problem(String field, String key, String... arguments) {
        return new ImportLine.Problem(field, key, Arrays.asList(arguments));
    }
}
