package mica.app;

import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.office.Office;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mica office}: the administration's zone. */
@Command(
        name = "office",
        mixinStandardHelpOptions = true,
        description = "Serves the console and does the office's work: intake, mail, notices, keys, erasure.")
final class OfficeCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = new SettingsOption();

    @Override
    public Integer call() throws InterruptedException {
        OfficeSettings office = settings.read().office();
        try (Serving serving = new Serving()) {
            Office started = serving.add(Office.start(OfficeConfigurations.of(office), Main.CLOCK));
            System.out.println("The console listens on " + office.host() + ":" + started.port() + ".");
            serving.untilTold();
        }
        return 0;
    }
}
