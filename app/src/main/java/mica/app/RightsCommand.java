package mica.app;

import java.util.concurrent.Callable;
import mica.exchange.database.FrontRights;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mica rights}: what a superuser runs in the exchange database, because its owner may not. */
@Command(
        name = "rights",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Prints the SQL that narrows the front's role to put and the directory; give it to psql as a"
                + " superuser in the exchange database. May be run again at any time.")
final class RightsCommand implements Callable<Integer> {

    @Option(names = "--front-role", paramLabel = "ROLE", description = "as in office.front-role")
    private String frontRole = "mica_front";

    @Override
    public Integer call() {
        try {
            System.out.print(FrontRights.script(frontRole));
        } catch (IllegalArgumentException wrong) {
            throw new CannotStartException(String.valueOf(wrong.getMessage()));
        }
        return 0;
    }
}
