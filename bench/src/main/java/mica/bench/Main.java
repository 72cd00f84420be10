package mica.bench;

import mica.bench.confirmation.ConfirmationCommand;
import mica.bench.intake.IntakeCommand;
import mica.bench.notice.NoticeCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The benches, one command each, whose results belong into {@code docs/benchmarks.md} with date, machine and command.
 */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Measures MICA.",
        subcommands = {WholeCommand.class, IntakeCommand.class, NoticeCommand.class, ConfirmationCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
