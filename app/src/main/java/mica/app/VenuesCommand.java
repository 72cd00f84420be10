package mica.app;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import mica.exchange.text.Language;
import mica.office.Office;
import mica.office.officer.Officer;
import mica.office.venue.CsvTable;
import mica.office.venue.ImportLine;
import mica.office.venue.ImportMapping;
import mica.office.venue.VenueImport;
import mica.web.Texts;
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
        subcommands = VenuesCommand.Import.class)
final class VenuesCommand {

    /** {@code mica venues import}. */
    @Command(
            name = "import",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Registers the venues of a CSV in UTF-8 or Shift_JIS. Columns are found by their names in the first line;",
                "--column says otherwise. Nothing is registered when a line is wrong, unless --right-ones is given."
            })
    static final class Import implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = new SettingsOption();

        @Parameters(paramLabel = "FILE", description = "the CSV")
        private Path file = Path.of("");

        @Option(names = "--officer", required = true, paramLabel = "LOGIN", description = "who answers for it")
        private String officer = "";

        @Option(names = "--sector", required = true, description = "code of the sector where a line names none")
        private String sector = "";

        @Option(names = "--municipality", description = "where an address names none of the configured ones")
        private String municipality = "";

        @Option(
                names = "--column",
                paramLabel = "FIELD=NAME",
                description =
                        "which column holds a field: name, kana, sector, postalCode, municipality, address, phone,"
                                + " contactPerson, email, openingHours, spots")
        private Map<String, String> columns = new HashMap<>();

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
                    Office.open(OfficeConfigurations.of(settings.read().office()), Main.CLOCK)) {
                Officer author = office.officers()
                        .find(officer)
                        .orElseThrow(() -> new CannotStartException("there is no officer " + officer));
                VenueImport imports = office.imports();
                CsvTable table = table(content);
                ImportMapping mapping = mapping(table);
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
                case CsvTable.Reading.Read read -> read.table();
                case CsvTable.Reading.Refused refused ->
                    throw new CannotStartException(file + " was not read: "
                            + refused.reason().name().toLowerCase(Locale.ROOT).replace('_', ' '));
            };
        }

        private ImportMapping mapping(CsvTable table) {
            ImportMapping guessed = ImportMapping.guess(table.header(), sector);
            Map<String, Integer> chosen = new HashMap<>(guessed.columns());
            columns.forEach((field, name) -> {
                int column = table.header().indexOf(name);
                if (column < 0 || !ImportMapping.FIELDS.contains(field)) {
                    throw new CannotStartException("no column " + name + " or no field " + field + "; columns are "
                            + String.join(", ", table.header()));
                }
                chosen.put(field, column);
            });
            return new ImportMapping(chosen, sector, municipality, spot, listed, mail);
        }

        private static void report(VenueImport.Preview preview) {
            Texts texts = new Texts("mica.web", "mica.office.venue");
            for (ImportLine line : preview.lines()) {
                for (ImportLine.Problem problem : line.problems()) {
                    System.err.println("line " + line.line() + " " + problem.field() + ": "
                            + texts.text(
                                    Language.JA,
                                    problem.key(),
                                    problem.arguments().toArray()));
                }
            }
            System.err.println(preview.lines().size() + " lines: "
                    + preview.count(ImportLine.Verdict.RIGHT) + " right, "
                    + preview.count(ImportLine.Verdict.WRONG) + " wrong, "
                    + preview.count(ImportLine.Verdict.DUPLICATE) + " registered before or twice");
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
            VenueImport.Progress progress = imports.progress(id).orElseThrow();
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

        private static void say(PrintStream out, VenueImport.Progress progress) {
            out.print("\rregistered " + progress.done() + " of " + progress.total());
        }
    }
}
