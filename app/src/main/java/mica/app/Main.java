package mica.app;

import java.util.List;
import mica.office.keys.LockedKeysException;
import mica.program.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The commands of the house beside its two zones, which are programs of their own. */
@Command(
        name = "mica",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = "Tells the visitors of a venue, quickly and by e-mail, that an infection was found there.",
        subcommands = {
            DemoCommand.class,
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

    /** What else than in every program is told in one line. */
    static final List<Class<? extends RuntimeException>> TOLD = List.of(LockedKeysException.class);

    private Main() {}

    public static void main(String[] arguments) {
        Program.run(new Main(), arguments, TOLD);
    }

    static CommandLine commandLine() {
        return Program.commandLine(new Main(), TOLD);
    }
}
