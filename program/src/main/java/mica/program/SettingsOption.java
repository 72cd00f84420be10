package mica.program;

import java.nio.file.Path;
import java.util.List;
import mica.program.settings.Settings;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option of every production command. */
public final class SettingsOption {

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description = "properties file; the environment (MICA_…) overrides it")
    private @Nullable Path file;

    private final List<Settings.Zone<?>> zones;
    private final List<String> others;

    /** @param others zones of other programs, whose settings may stand beside */
    public SettingsOption(List<Settings.Zone<?>> zones, List<String> others) {
        this.zones = zones;
        this.others = others;
    }

    public Settings read() {
        return Settings.read(file, System.getenv(), zones, others);
    }
}
