package mica.program.settings;

import java.util.Arrays;
import mica.web.OwnAddresses;

/** HostAddresses of a server as a setting names them. */
public final class HostAddresses {

    private HostAddresses() {}

    /** @throws SettingsException when one is none */
    public static OwnAddresses read(String setting, String addresses) {
        try {
            return OwnAddresses.of(Arrays.stream(addresses.split(",", -1))
                    .map(String::strip)
                    .filter(address -> !address.isEmpty())
                    .toList());
        } catch (IllegalArgumentException wrong) {
            throw new SettingsException("setting " + setting + " names " + wrong.getMessage());
        }
    }
}
