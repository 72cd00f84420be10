package mica.app;

import java.time.Clock;
import java.util.Optional;
import mica.app.log.WordlessLog;
import mica.exchange.log.Wordless;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The program: one command a role. */
@Command(
        name = "mica",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Tells the visitors of a venue, quickly and by e-mail, that an infection was found there.",
        subcommands = {
            DemoCommand.class,
            FrontCommand.class,
            OfficeCommand.class,
            MigrateCommand.class,
            RightsCommand.class,
            KeysCommand.class,
            OfficersCommand.class,
            LedgerCommand.class,
            MailCommand.class,
            ErasureCommand.class,
            VenuesCommand.class
        })
public final class Main {

    /** The one clock of the program; everything else is given it. */
    static final Clock CLOCK = Clock.systemUTC();

    private Main() {}

    public static void main(String[] arguments) {
        WordlessLog.install();
        int code = commandLine().execute(arguments);
        // Servers run on daemon and virtual threads; a command that serves blocks until it is told to end.
        System.exit(code);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((failed, command, parsed) -> {
            Optional<String> line = StartTrouble.line(failed);
            if (line.isPresent()) {
                command.getErr().println("mica: " + line.get());
                return 2;
            }
            // Goes to the terminal, which is where a server's log is.
            throw Wordless.of(failed);
        });
        return commandLine;
    }
}
