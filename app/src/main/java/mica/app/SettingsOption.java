package mica.app;

import java.nio.file.Path;
import mica.app.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every production command. */
final class SettingsOption {

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "properties file; the environment (MICA_…) overrides it")
    private @Nullable Path file;

    Settings read() {
        return Settings.read(file, System.getenv());
    }
}
