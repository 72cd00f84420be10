package mica.app;

import java.util.Map;
import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.office.Office;
import mica.office.OfficeConfiguration;
import mica.office.keys.KeyStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mica office}: the administration's zone. */
@Command(
        name = "office",
        mixinStandardHelpOptions = true,
        description = "Serves the console and does the office's work: intake, mail, notices, keys, erasure.")
final class OfficeCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = new SettingsOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        OfficeSettings office = settings.read().office();
        OfficeConfiguration configuration = OfficeConfigurations.of(office);
        LateDatabases.await(
                Map.of("exchange", configuration.exchange(), "office", configuration.database()),
                () -> KeyStore.open(configuration.keys(), configuration.keysPassphrase()));
        try (Serving serving = new Serving()) {
            Office started = serving.add(Office.start(configuration, Main.CLOCK));
            GoingLive.unsaid(office, configuration.service())
                    .forEach(line -> spec.commandLine().getErr().println("mica: note: " + line));
            System.out.println("The console listens on " + office.host() + ":" + started.port() + ".");
            serving.untilTold();
        }
        return 0;
    }
}
