package mica.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import mica.office.Office;
import mica.office.imports.CsvTable;
import mica.office.imports.ImportLine;
import mica.office.imports.ImportMapping;
import mica.office.imports.VenueImport;
import mica.office.officers.Officer;
import mica.program.CannotStartException;
import mica.program.Program;
import mica.program.SettingsOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mica venues import FILE}: many venues at once. */
@Command(
        name = "venues",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Registers many venues.",
        subcommands = VenuesCommand.ImportVenues.class)
final class VenuesCommand {

    /** {@code mica venues import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Registers the venues of a CSV in UTF-8 or Shift_JIS. The line with the names of the columns and what"
                        + " each",
                "column holds are guessed and told; --header-line, --column and --sector-word say otherwise. --preview"
                        + " shows",
                "what would be done. Nothing is registered when a line is wrong, unless --right-ones is given."
            })
    static final class ImportVenues implements Callable<Integer> {

        private static final Texts TEXTS = new Texts("mica.web", "mica.office.venues");

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Parameters(paramLabel = "FILE", description = "the CSV")
        private Path file = Path.of("");

        @Option(names = "--officer", required = true, paramLabel = "LOGIN", description = "who answers for it")
        private String officer = "";

        @Option(names = "--sector", required = true, description = "code of the sector where a line names none")
        private String sector = "";

        @Option(names = "--municipality", description = "where an address names none of the configured ones")
        private String municipality = "";

        @Option(
                names = "--header-line",
                paramLabel = "LINE",
                description = "number of the line with the names of the columns, or none")
        private String headerLine = "";

        @Option(
                names = "--column",
                paramLabel = "FIELD=COLUMN",
                description = "which column holds a field, by name or number (0: none): name, kana, sector, postalCode,"
                        + " municipality, address, phone, contactPerson, email, openingHours, spots; address2 to"
                        + " address5 are put behind the address")
        private Map<String, String> columns = new LinkedHashMap<>();

        @Option(
                names = "--sector-word",
                paramLabel = "WORD=CODE",
                description = "which sector a word of the file means")
        private Map<String, String> sectorWords = new LinkedHashMap<>();

        @Option(names = "--spot", description = "name of the spot where a line names none (default: 入口)")
        private String spot = "入口";

        @Option(names = "--listed", description = "show the venues on the public list; they must have consented")
        private boolean listed;

        @Option(names = "--mail", description = "mail each venue with an address its posters")
        private boolean mail;

        @Option(names = "--right-ones", description = "register the right lines although others are wrong")
        private boolean rightOnes;

        @Option(names = "--preview", description = "only tell what would be done")
        private boolean preview;

        @Option(names = "--posters", paramLabel = "PDF", description = "write the posters of all into one file")
        private @Nullable Path posters;

        @Override
        public Integer call() throws IOException, InterruptedException {
            byte[] content = content();
            try (Office office =
                    Office.open(OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE)), Program.CLOCK)) {
                Officer author = office.officers()
                        .find(officer)
                        .orElseThrow(() -> new CannotStartException("there is no officer " + officer));
                VenueImport imports = office.imports();
                CsvTable table = withHeader(table(content));
                ImportMapping mapping = mapping(table);
                imports.guess(table, mapping).forEach(System.err::println);
                VenueImport.Preview previewed = imports.preview(table, mapping);
                report(previewed);
                if (preview) {
                    return previewed.isRight() ? 0 : 1;
                }
                return switch (imports.start(file.getFileName().toString(), content, mapping, rightOnes, author.id())) {
                    case VenueImport.Starting.LinesWrong wrong -> {
                        System.err.println("Nothing was registered. --right-ones registers the others.");
                        yield 1;
                    }
                    case VenueImport.Starting.Started started -> run(imports, started.id());
                };
            }
        }

        private byte[] content() {
            try {
                if (Files.size(file) > CsvTable.LARGEST) {
                    throw new CannotStartException(file + " is larger than " + CsvTable.LARGEST + " octets");
                }
                return Files.readAllBytes(file);
            } catch (IOException unreadable) {
                throw new CannotStartException("cannot read " + file);
            }
        }

        private CsvTable table(byte[] content) {
            return switch (CsvTable.read(content)) {
                case CsvTable.Outcome.Read read -> read.table();
                case CsvTable.Outcome.Refused refused ->
                    throw new CannotStartException(file + " was not read: "
                            + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            };
        }

        private CsvTable withHeader(CsvTable table) {
            if (headerLine.isEmpty()) {
                return table;
            }
            CsvTable chosen = table.withHeader(
                    headerLine.equals("none") ? CsvTable.NO_HEADER : number(headerLine, "--header-line"));
            if (!headerLine.equals("none") && chosen.headerLine() != number(headerLine, "--header-line")) {
                throw new CannotStartException("line " + headerLine + " cannot be the header");
            }
            return chosen;
        }

        private ImportMapping mapping(CsvTable table) {
            ImportMapping guessed = ImportMapping.guess(table, sector);
            Map<String, Integer> chosen = new HashMap<>(guessed.columns());
            columns.forEach((field, name) -> {
                if (!ImportMapping.FIELDS.contains(field)) {
                    throw new CannotStartException(
                            "no field " + field + "; fields are " + String.join(", ", ImportMapping.FIELDS));
                }
                int column = column(table, name);
                if (column < 0) {
                    chosen.remove(field);
                } else {
                    chosen.put(field, column);
                }
            });
            return new ImportMapping(table.headerLine(), chosen, sectorWords, sector, municipality, spot, listed, mail);
        }

        /** By its name, else by its number; -1 for none. */
        private static int column(CsvTable table, String name) {
            int column = table.header().indexOf(name);
            if (column < 0 && name.matches("\\d{1,4}") && Integer.parseInt(name) <= table.columnCount()) {
                return Integer.parseInt(name) - 1;
            }
            if (column < 0) {
                throw new CannotStartException(
                        "no column " + name + "; columns are " + String.join(", ", table.header()));
            }
            return column;
        }

        private static int number(String text, String option) {
            if (!text.matches("[1-9]\\d{0,6}")) {
                throw new CannotStartException(option + " is not a number: " + text);
            }
            return Integer.parseInt(text);
        }

        private static void report(VenueImport.Preview preview) {
            for (ImportLine line : preview.lines()) {
                line.problems().forEach(problem -> say(line, "wrong: ", problem));
                line.notes().forEach(note -> say(line, "note: ", note));
            }
            System.err.println(preview.lines().size() + " lines: "
                    + preview.count(ImportLine.Verdict.RIGHT) + " right, "
                    + preview.count(ImportLine.Verdict.WRONG) + " wrong, "
                    + preview.count(ImportLine.Verdict.DUPLICATE) + " registered before or twice");
        }

        private static void say(ImportLine line, String kind, ImportLine.Problem problem) {
            System.err.println("line " + line.line() + " " + kind + problem.field() + ": "
                    + TEXTS.text(
                            Language.first(), problem.key(), problem.arguments().toArray()));
        }

        private int run(VenueImport imports, UUID id) throws IOException, InterruptedException {
            Thread worker = Thread.ofPlatform().start(() -> {
                imports.resume();
                if (posters != null) {
                    imports.askForPosters(id);
                    imports.resume();
                }
            });
            while (!worker.join(java.time.Duration.ofMillis(500))) {
                imports.progress(id).ifPresent(progress -> say(System.err, progress));
            }
            VenueImport.ImportProgress progress = imports.progress(id).orElseThrow();
            say(System.err, progress);
            System.err.println();
            if (posters != null) {
                Path printed = imports.posters(id)
                        .orElseThrow(() -> new CannotStartException("the posters could not be printed; see the log"));
                Files.copy(printed, posters, StandardCopyOption.REPLACE_EXISTING);
                System.out.println("Posters: " + posters);
            }
            System.out.println("Registered: " + progress.imported());
            return 0;
        }

        private static void say(PrintStream out, VenueImport.ImportProgress progress) {
            out.print("\rregistered " + progress.done() + " of " + progress.total());
        }
    }
}
