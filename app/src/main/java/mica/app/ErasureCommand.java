package mica.app;

import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.office.Office;
import mica.program.Program;
import mica.program.SettingsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mica erasure}: what a person does about erasure from the command line. */
@Command(
        name = "erasure",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Verifies certificates of erasure, and says that the clock is right after a long outage.",
            "Days are erased by the running office itself; nothing here erases or keeps one."
        },
        subcommands = {VerifyErasureCommand.class, ErasureCommand.TrustClock.class})
final class ErasureCommand {

    /** {@code mica erasure trust-clock}. */
    @Command(
            name = "trust-clock",
            mixinStandardHelpOptions = true,
            description = "Says that this machine's clock is right, so that erasure goes on after a long outage.")
    static final class TrustClock implements Callable<Integer> {

        @Mixin
        private final SettingsOption settings = Zones.option();

        @Override
        public Integer call() {
            try (Office office =
                    Office.open(OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE)), Program.CLOCK)) {
                office.trustClock();
                System.out.println("The clock is trusted: it is " + Program.CLOCK.instant()
                        + ". What is due by now is erased within a minute.");
            }
            return 0;
        }
    }
}
