package mica.app;

import java.util.Map;
import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.office.Office;
import mica.office.OfficeConfiguration;
import mica.office.keys.KeyStore;
import mica.program.LateDatabases;
import mica.program.Program;
import mica.program.Serving;
import mica.program.SettingsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mica office}: the administration's zone, as a program of its own. */
@Command(
        name = "mica office",
        mixinStandardHelpOptions = true,
        description = "Serves the console and does the office's work: intake, mail, notices, keys, erasure.")
public final class OfficeCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = Zones.option();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        Program.run(new OfficeCommand(), arguments, Main.TOLD);
    }

    @Override
    public Integer call() throws InterruptedException {
        OfficeSettings office = settings.read().of(OfficeSettings.ZONE);
        OfficeConfiguration configuration = OfficeConfigurations.of(office);
        LateDatabases.await(
                Map.of("exchange", configuration.exchange(), "office", configuration.database()),
                () -> KeyStore.open(configuration.keys(), configuration.keysPassphrase()));
        try (Serving serving = new Serving()) {
            Office started = serving.add(Office.start(configuration, Program.CLOCK));
            GoingLive.unsaid(office, configuration.service())
                    .forEach(line -> spec.commandLine().getErr().println("mica: note: " + line));
            spec.commandLine().getOut().println("The console listens on " + office.host() + ":" + started.port() + ".");
            serving.untilTold();
        }
        return 0;
    }
}
