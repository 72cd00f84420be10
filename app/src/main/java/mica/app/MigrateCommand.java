package mica.app;

import java.util.concurrent.Callable;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.exchange.database.Database;
import mica.exchange.database.FrontRights;
import mica.office.OfficeConfiguration;
import mica.office.Schemas;
import mica.program.SettingsOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mica migrate}: both databases brought up to date. */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Brings both databases up to date.")
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = Zones.option();

    @Override
    public Integer call() {
        OfficeConfiguration configuration =
                OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE));
        Schemas.migrate(configuration);
        System.out.println("Both databases are up to date.");
        try (Database exchange = Database.open("rights", configuration.exchange())) {
            if (!FrontRights.excess(exchange.jdbi(), configuration.frontRole()).isEmpty()) {
                System.out.println("The front will not start before a superuser has narrowed its role, once:");
                System.out.println("  mica rights --front-role " + configuration.frontRole()
                        + " | psql DATABASE   (the exchange's, as the superuser)");
            }
        }
        return 0;
    }
}
