package mica.office.venue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Kana;
import mica.exchange.text.PlainText;

/** Reads lines of a file as venues, by a mapping, and notes what is wrong. One file's own; not shared. */
final class ImportReader {

    private static final Pattern KANA_ONLY = Pattern.compile("[ァ-ヺー・ヽヾ 0-9]+");
    private static final Pattern PLACE = Pattern.compile("^.*?[都道府県]?(?:.{1,6}?郡)?(.{1,8}?[市区町村])");

    private final ImportMapping mapping;
    private final ServiceFacts service;
    private final Pattern beginning;

    ImportReader(ImportMapping mapping, ServiceFacts service) {
        this.mapping = mapping;
        this.service = service;
        this.beginning = beginningWith(service.municipalities());
    }

    ImportLine read(CsvTable.Row row) {
        List<ImportLine.Problem> problems = new ArrayList<>();
        String name = line(row, "name", 100, true, problems);
        String address = line(row, "address", 200, true, problems);
        String kana = Kana.katakana(line(row, "kana", 200, false, problems));
        String nameAsKana = Kana.katakana(name);
        if (kana.isEmpty() && KANA_ONLY.matcher(nameAsKana).matches()) {
            kana = nameAsKana;
        }
        VenueDetails details = new VenueDetails(
                name,
                kana,
                sector(line(row, "sector", 100, false, problems), problems),
                postalCode(line(row, "postalCode", 20, false, problems), problems),
                municipality(line(row, "municipality", 40, false, problems), address, problems),
                address,
                line(row, "phone", 60, false, problems),
                line(row, "contactPerson", 60, false, problems),
                email(row, problems),
                line(row, "openingHours", 100, false, problems),
                "ja",
                mapping.listed());
        List<String> spots = spots(row, problems);
        return new ImportLine(
                row.line(),
                details,
                spots,
                problems.isEmpty() ? ImportLine.Verdict.RIGHT : ImportLine.Verdict.WRONG,
                List.copyOf(problems));
    }

    private String raw(CsvTable.Row row, String field) {
        return mapping.column(field).map(row::cell).orElse("");
    }

    private String line(
            CsvTable.Row row, String field, int maximum, boolean required, List<ImportLine.Problem> problems) {
        return switch (PlainText.line(raw(row, field), maximum)) {
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
        for (ServiceFacts.Sector sector : service.sectors()) {
            if (sector.code().equals(wanted)
                    || sector.name().values().stream()
                            .anyMatch(name -> PlaceKeys.name(name).equals(PlaceKeys.name(wanted)))) {
                if (!sector.eligible()) {
                    problems.add(problem("sector", "import.problem.sector.ineligible", wanted));
                }
                return sector.code();
            }
        }
        problems.add(problem("sector", "import.problem.sector", wanted));
        return "";
    }

    private static String postalCode(String typed, List<ImportLine.Problem> problems) {
        String digits = PlaceKeys.phone(typed);
        if (!typed.isEmpty() && !digits.matches("\\d{7}")) {
            problems.add(problem("postalCode", "venue.postal-code.wrong"));
            return "";
        }
        return digits;
    }

    /** The column's, else the one that the address begins with, else the one chosen for all. */
    private String municipality(String typed, String address, List<ImportLine.Problem> problems) {
        List<String> known = service.municipalities();
        if (!typed.isEmpty() && (known.isEmpty() || known.contains(typed))) {
            return typed;
        }
        String found = found(known.isEmpty() ? PLACE : beginning, address);
        if (!found.isEmpty()) {
            return found;
        }
        if (mapping.municipality().isEmpty() && !address.isEmpty()) {
            problems.add(problem("municipality", "import.problem.municipality"));
        }
        return mapping.municipality();
    }

    /** The longest one that the address begins with, after a postal code, a prefecture and a district. */
    private static Pattern beginningWith(List<String> municipalities) {
        String names = municipalities.stream()
                .sorted(Comparator.comparing(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        return Pattern.compile("[〒\\d\\s\\-－‐]*(?:(?:北海道|東京都|京都府|大阪府|.{2,3}県)\\s*)?(?:.{1,6}?郡\\s*)?(" + names + ")");
    }

    private static String found(Pattern pattern, String address) {
        Matcher place = pattern.matcher(address);
        return place.lookingAt() ? place.group(1) : "";
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
        for (String part : raw(row, "spots").split("[\\r\\n、,/／;；|]+", -1)) {
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
        if (spots.size() > 50) {
            problems.add(problem("spots", "import.problem.spots", "50"));
        }
        return spots.isEmpty() ? List.of(mapping.spot()) : List.copyOf(spots);
    }

    static ImportLine.Problem problem(String field, String key, String... arguments) {
        return new ImportLine.Problem(field, key, Arrays.asList(arguments));
    }
}
