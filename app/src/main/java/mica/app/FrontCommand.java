package mica.app;

import java.util.Map;
import java.util.concurrent.Callable;
import mica.app.settings.FrontSettings;
import mica.front.Front;
import mica.front.FrontConfiguration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mica front}: the public zone. */
@Command(name = "front", mixinStandardHelpOptions = true, description = "Serves the public site.")
final class FrontCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = new SettingsOption();

    @Override
    public Integer call() throws InterruptedException {
        FrontSettings front = settings.read().front();
        FrontConfiguration configuration = FrontConfiguration.of(
                        front.host(), front.port(), front.exchange().configuration(), front.officeKeys())
                .withOverwriteInterval(front.overwriteInterval());
        configuration = configuration.withWeb(configuration.web().withAddresses(front.addresses()));
        if (!front.stampKey().isEmpty()) {
            configuration = configuration.withStampKey(front.stampKey());
        }
        LateDatabases.await(Map.of("exchange", configuration.exchange()), () -> {});
        try (Serving serving = new Serving()) {
            Front started = serving.add(Front.start(configuration, Main.CLOCK));
            System.out.println("The public site listens on " + front.host() + ":" + started.port() + ".");
            serving.untilTold();
        }
        return 0;
    }
}
