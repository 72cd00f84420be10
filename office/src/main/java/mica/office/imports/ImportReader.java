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
import mica.exchange.venue.PostalCode;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import mica.office.venues.PlaceKeys;

/** Reads lines of a file as venues, by a mapping, and notes what is wrong. One file's own; not shared. */
final class ImportReader {

    private static final Pattern KANA_ONLY = Pattern.compile("[ァ-ヺー・ヽヾ 0-9]+");

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

    ImportLine read(CsvTable.CsvRow row) {
        List<ImportLine.Problem> problems = new ArrayList<>();
        List<ImportLine.Problem> notes = new ArrayList<>();
        String name = line(row, VenueField.NAME, problems);
        String address = line(VenueField.ADDRESS, mapping.address(row), true, problems);
        if (!name.isEmpty() && row.cells().stream().map(String::strip).toList().equals(header)) {
            problems.add(problem(VenueField.NAME, "import.problem.header"));
        }
        VenueDetails details = VenueDetails.of(
                field -> switch (field) {
                    case NAME -> name;
                    case ADDRESS -> address;
                    case KANA -> kana(line(row, field, problems), name);
                    case SECTOR -> sector(line(row, field, problems), problems);
                    case POSTAL_CODE -> postalCode(line(row, field, problems), problems, notes);
                    case MUNICIPALITY -> municipality(line(row, field, problems), address, problems, notes);
                    case PHONE -> phone(line(row, field, problems), problems, notes);
                    case EMAIL -> email(row, problems);
                    case CONTACT_PERSON, OPENING_HOURS -> line(row, field, problems);
                },
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
            notes.add(problem(VenueField.NAME, "import.note.print", String.join(" ", spoiled)));
        }
    }

    private String raw(CsvTable.CsvRow row, String field) {
        return mapping.column(field).map(row::cell).orElse("");
    }

    private String line(CsvTable.CsvRow row, VenueField field, List<ImportLine.Problem> problems) {
        return line(field, raw(row, field.key()), field == VenueField.NAME, problems);
    }

    private static String line(VenueField field, String typed, boolean required, List<ImportLine.Problem> problems) {
        return switch (PlainText.line(typed, field.longest())) {
            case PlainText.Outcome.Clean clean -> clean.text();
            case PlainText.Outcome.Refused refused -> {
                if (required || refused.reason() != PlainText.Refusal.EMPTY) {
                    problems.add(problem(field, "form.text." + refused.reason(), Integer.toString(field.longest())));
                }
                yield "";
            }
        };
    }

    /** A name in kana is its own reading. */
    private static String kana(String typed, String name) {
        String kana = Kana.katakana(typed);
        String nameAsKana = Kana.katakana(name);
        return kana.isEmpty() && KANA_ONLY.matcher(nameAsKana).matches() ? nameAsKana : kana;
    }

    private String sector(String typed, List<ImportLine.Problem> problems) {
        String wanted = typed.isEmpty() ? mapping.sector() : typed;
        Optional<ServiceFacts.Sector> sector = sectors.meaning(wanted);
        if (sector.isEmpty()) {
            problems.add(problem(VenueField.SECTOR, "import.problem.sector", wanted));
        } else if (!sector.get().eligible()) {
            problems.add(problem(VenueField.SECTOR, "import.problem.sector.ineligible", wanted));
        }
        return sector.map(ServiceFacts.Sector::code).orElse("");
    }

    private static String phone(String typed, List<ImportLine.Problem> problems, List<ImportLine.Problem> notes) {
        if (typed.isEmpty()) {
            return "";
        }
        return switch (PhoneNumber.read(typed)) {
            case PhoneNumber.Outcome.Right right -> right.number();
            case PhoneNumber.Outcome.LostZero lost -> {
                notes.add(problem(VenueField.PHONE, "import.note.zero", typed, lost.number()));
                yield lost.number();
            }
            case PhoneNumber.Outcome.Wrong wrong -> {
                problems.add(problem(VenueField.PHONE, "import.problem.phone", typed));
                yield "";
            }
        };
    }

    private static String postalCode(String typed, List<ImportLine.Problem> problems, List<ImportLine.Problem> notes) {
        if (typed.matches("[1-9]\\d{5}")) {
            // Those of the north begin with a zero, which spreadsheets drop.
            notes.add(problem(VenueField.POSTAL_CODE, "import.note.zero", typed, "0" + typed));
            return "0" + typed;
        }
        // Other words in the cell do no harm.
        String digits = PostalCode.read(PlaceKeys.phone(typed)).orElse("");
        if (!typed.isEmpty() && digits.isEmpty()) {
            problems.add(problem(VenueField.POSTAL_CODE, "form.postalCode"));
        }
        return digits;
    }

    /** The column's, else the one that the address begins with, else the one chosen for all. */
    private String municipality(
            String typed, String address, List<ImportLine.Problem> problems, List<ImportLine.Problem> notes) {
        for (String text : List.of(typed, address)) {
            String rest = Municipalities.ofJapan().behindPrefecture(text);
            for (int length = Math.min(VenueField.MUNICIPALITY.longest(), rest.length()); length > 1; length--) {
                String own = ours.get(rest.substring(0, length));
                if (own != null && isInOurPrefecture(text)) {
                    return own;
                }
            }
        }
        Optional<Municipalities.NamedMunicipality> place = found(typed, address);
        if (place.isEmpty()) {
            if (mapping.municipality().isEmpty() && !address.isEmpty()) {
                problems.add(problem(VenueField.MUNICIPALITY, "import.problem.municipality"));
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
            problems.add(problem(VenueField.MUNICIPALITY, "import.problem.municipality.foreign", foreign));
        } else {
            notes.add(problem(VenueField.MUNICIPALITY, "import.note.municipality", foreign, mapping.municipality()));
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

    private Optional<Municipalities.NamedMunicipality> found(String typed, String address) {
        return Municipalities.ofJapan()
                .beginning(typed, place -> prefectures.contains(place.prefecture()))
                .or(() ->
                        Municipalities.ofJapan().beginning(address, place -> prefectures.contains(place.prefecture())));
    }

    private String email(CsvTable.CsvRow row, List<ImportLine.Problem> problems) {
        String typed = raw(row, VenueField.EMAIL.key());
        if (typed.isBlank()) {
            return "";
        }
        return switch (EmailAddress.parse(typed)) {
            case EmailAddress.Outcome.Parsed parsed -> parsed.address().spelled();
            case EmailAddress.Outcome.Refused(EmailAddress.Refusal reason)
            when reason == EmailAddress.Refusal.EMPTY -> "";
            case EmailAddress.Outcome.Refused refused -> {
                problems.add(problem(VenueField.EMAIL, "form.email." + refused.reason()));
                yield "";
            }
        };
    }

    private List<String> spots(CsvTable.CsvRow row, List<ImportLine.Problem> problems) {
        List<String> spots = new ArrayList<>();
        for (String part : raw(row, VenueField.SPOTS).split("[\\r\\n、,/／;；|]+", VenueField.MOST_SPOTS + 2)) {
            switch (PlainText.line(part, VenueField.LONGEST_SPOT)) {
                case PlainText.Outcome.Clean clean -> {
                    if (!spots.contains(clean.text())) {
                        spots.add(clean.text());
                    }
                }
                case PlainText.Outcome.Refused refused -> {
                    if (refused.reason() != PlainText.Refusal.EMPTY) {
                        problems.add(new ImportLine.Problem(
                                VenueField.SPOTS,
                                "form.text." + refused.reason(),
                                List.of(Integer.toString(VenueField.LONGEST_SPOT))));
                    }
                }
            }
        }
        if (spots.size() > VenueField.MOST_SPOTS) {
            problems.add(new ImportLine.Problem(
                    VenueField.SPOTS, "import.problem.spots", List.of(Integer.toString(VenueField.MOST_SPOTS))));
        }
        return spots.isEmpty() ? List.of(mapping.spot()) : List.copyOf(spots);
    }

    static ImportLine.Problem problem(VenueField field, String key, String... arguments) {
        return new ImportLine.Problem(field.key(), key, Arrays.asList(arguments));
    }
}
