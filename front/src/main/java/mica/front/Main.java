package mica.front;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import mica.program.LateDatabases;
import mica.program.Program;
import mica.program.Serving;
import mica.program.SettingsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code mica front}: the public zone as a program of its own, with nothing of the office in it. */
@Command(name = "mica front", mixinStandardHelpOptions = true, description = "Serves the public site.")
public final class Main implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = new SettingsOption(List.of(FrontSettings.ZONE), List.of("office"));

    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        Program.run(new Main(), arguments, List.of());
    }

    @Override
    public Integer call() throws InterruptedException {
        FrontSettings front = settings.read().of(FrontSettings.ZONE);
        FrontConfiguration configuration = FrontConfiguration.of(
                        front.host(), front.port(), front.exchange().configuration(), front.officeKeys())
                .withOverwriteInterval(front.overwriteInterval());
        configuration = configuration.withWeb(configuration.web().withAddresses(front.addresses()));
        if (!front.stampKey().isEmpty()) {
            configuration = configuration.withStampKey(front.stampKey());
        }
        LateDatabases.await(Map.of("exchange", configuration.exchange()), () -> {});
        try (Serving serving = new Serving()) {
            Front started = serving.add(Front.start(configuration, Program.CLOCK));
            spec.commandLine()
                    .getOut()
                    .println("The public site listens on " + front.host() + ":" + started.port() + ".");
            serving.untilTold();
        }
        return 0;
    }
}
