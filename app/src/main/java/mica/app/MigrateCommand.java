package mica.app;

import java.util.concurrent.Callable;
import mica.office.Office;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code mica migrate}: both databases brought up to date. */
@Command(name = "migrate", mixinStandardHelpOptions = true, description = "Brings both databases up to date.")
final class MigrateCommand implements Callable<Integer> {

    @Mixin
    private final SettingsOption settings = new SettingsOption();

    @Override
    public Integer call() {
        Office.migrate(OfficeConfigurations.of(settings.read().office()));
        System.out.println("Both databases are up to date.");
        return 0;
    }
}
