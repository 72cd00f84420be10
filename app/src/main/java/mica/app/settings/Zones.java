package mica.app.settings;

import java.util.List;
import mica.front.FrontSettings;
import mica.program.SettingsOption;
import mica.program.settings.Settings;

/** The zones whose settings the commands know: both, which may stand in one file. */
public final class Zones {

    public static final List<Settings.Zone<?>> ALL = List.of(FrontSettings.ZONE, OfficeSettings.ZONE);

    private Zones() {}

    public static SettingsOption option() {
        return new SettingsOption(ALL, List.of());
    }
}
