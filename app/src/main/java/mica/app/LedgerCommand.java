package mica.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.office.Office;
import mica.office.OfficeConfiguration;
import mica.office.ledger.LedgerCopy;
import mica.office.ledger.Verification;
import mica.program.CannotStartException;
import mica.program.Program;
import mica.program.SettingsOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mica ledger}: for operators and auditors. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Verifies and lists the ledger.",
        subcommands = {LedgerCommand.Verify.class, LedgerCommand.ShowLedger.class, LedgerCommand.ShowKey.class})
final class LedgerCommand {

    /** {@code mica ledger verify}. */
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            exitCodeOnExecutionException = 2,
            description = {
                "Recomputes every entry and compares with the signed heads and the second place.",
                "Ends with 0 when nothing was changed, 1 when something was, 2 when it could not be done."
            })
    static final class Verify implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Option(
                names = "--copy",
                paramLabel = "FILE",
                description = "lines of the second place, one head a line; default: the file of office.ledger-copy")
        private @Nullable Path copy;

        @Option(
                names = "--key",
                paramLabel = "HEX",
                description = "public half of a key whose signatures count; without it this installation's own")
        private List<String> keys = new ArrayList<>();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            PrintWriter out = spec.commandLine().getOut();
            OfficeConfiguration configuration =
                    OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE));
            try (Office office = Office.open(configuration, Program.CLOCK)) {
                List<byte[]> counted = keys.isEmpty()
                        ? List.of(office.ledgerKey())
                        : keys.stream().map(Verify::key).toList();
                return switch (office.ledger().verify(counted, secondPlace(configuration.ledgerCopy(), out))) {
                    case Verification.Whole whole -> {
                        whole(out, whole);
                        yield 0;
                    }
                    case Verification.Broken broken -> {
                        out.println(words(broken));
                        yield 1;
                    }
                };
            } catch (NoSuchFileException missing) {
                throw new CannotStartException("there is no file " + missing.getFile() + ", the second place of the"
                        + " ledger; look at office.ledger-copy, or name the file with --copy");
            }
        }

        /** The one of the settings, unless another one is named. */
        private @Nullable Path secondPlace(LedgerCopy configured, PrintWriter out) {
            if (copy != null) {
                return copy;
            }
            return switch (configured) {
                case LedgerCopy.InFile file -> file.path();
                case LedgerCopy.None none -> {
                    out.println("No second place is set (office.ledger-copy): a restored database is not noticed.");
                    yield null;
                }
                case LedgerCopy.BySyslog elsewhere -> elsewhere(out);
                case LedgerCopy.ByMail elsewhere -> elsewhere(out);
            };
        }

        private static @Nullable Path elsewhere(PrintWriter out) {
            out.println(
                    "The second place cannot be read from here: bring its lines in a file and name it with --copy.");
            return null;
        }

        private static void whole(PrintWriter out, Verification.Whole whole) {
            out.println("The ledger is whole: %d entries, %d signed heads, %d lines of the second place."
                    .formatted(whole.entries(), whole.heads(), whole.lines()));
            long unsigned = whole.entries() - whole.signedUpTo();
            if (unsigned > 0) {
                out.println("The last %d entries are not under a signed head yet; the last one was signed at %s."
                        .formatted(unsigned, whole.signedAt()));
            }
        }

        private static String words(Verification.Broken broken) {
            String where = broken.entry() == broken.upTo()
                    ? "entry " + broken.entry()
                    : "somewhere from entry " + broken.entry() + " to " + broken.upTo();
            return "The ledger is broken, first at " + where + ": "
                    + broken.flaw().words() + (broken.inCopy() ? " (told by the second place)." : ".");
        }

        private static byte[] key(String hex) {
            if (!hex.matches("[0-9a-f]{64}")) {
                throw new CannotStartException("--key takes the 64 hexadecimal digits of \"mica ledger key\"");
            }
            return HexFormat.of().parseHex(hex);
        }
    }

    /** {@code mica ledger show}. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "Lists entries, oldest first.")
    static final class ShowLedger implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Option(names = "--since", paramLabel = "DAY", description = "such as 2026-04-01; without it from the first")
        private @Nullable LocalDate since;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            PrintWriter out = spec.commandLine().getOut();
            try (Office office =
                    Office.open(OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE)), Program.CLOCK)) {
                office.ledger().show(since, out::println);
            }
            return 0;
        }
    }

    /** {@code mica ledger key}. */
    @Command(
            name = "key",
            mixinStandardHelpOptions = true,
            description = "Prints the public half of the key that signs the ledger's head, for those who verify it.")
    static final class ShowKey implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() {
            try (Office office =
                    Office.open(OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE)), Program.CLOCK)) {
                spec.commandLine().getOut().println(HexFormat.of().formatHex(office.ledgerKey()));
            }
            return 0;
        }
    }
}
