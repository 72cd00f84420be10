package mica.app;

import java.util.concurrent.Callable;
import mica.app.settings.Zones;
import mica.program.CannotStartException;
import mica.program.SettingsOption;
import mica.program.settings.Settings;
import mica.exchange.database.FrontRights;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mica rights}: what a superuser runs in the exchange database, because its owner may not. */
@Command(
        name = "rights",
        mixinStandardHelpOptions = true,
        description = "Prints the SQL that narrows the front's role to put and the directory; give it to psql as a"
                + " superuser in the exchange database. May be run again at any time.")
final class RightsCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = Zones.option();

    @Option(names = "--front-role", paramLabel = "ROLE", description = "default: office.front-role of the settings")
    private @Nullable String frontRole;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Settings read = settings.read();
        String role = frontRole == null ? read.value("office.front-role") : frontRole;
        for (String key : new String[] {"office.exchange.user", "office.database.user"}) {
            if (role.equals(read.value(key))) {
                throw new CannotStartException("the role " + role + " is the office's (" + key
                        + ") and would lose its own rights; name the front's with --front-role or office.front-role");
            }
        }
        try {
            // All or nothing, whoever reads it and however.
            spec.commandLine()
                    .getOut()
                    .print("\\set ON_ERROR_STOP on\nbegin;\n\n" + FrontRights.script(role) + "\ncommit;\n");
            spec.commandLine().getOut().flush();
        } catch (IllegalArgumentException wrong) {
            throw new CannotStartException(String.valueOf(wrong.getMessage()));
        }
        return 0;
    }
}
