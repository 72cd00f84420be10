package mica.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import mica.app.settings.Zones;
import mica.front.FrontSettings;
import mica.program.settings.Settings;
import mica.program.settings.SettingsException;
import mica.exchange.seal.OfficeKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void the_environment_overrides_the_file() throws IOException {
        Path file = file("""
                front.port=9000
                front.office-key=ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo
                front.exchange.url=jdbc:postgresql://db/exchange
                front.exchange.user=mica_front
                """);
        Settings settings = read(
                file, Map.of("MICA_FRONT_EXCHANGE_PASSWORD", "secret", "MICA_FRONT_PORT", "9001", "HOME", "/"));
        assertThat(settings.of(FrontSettings.ZONE).port()).isEqualTo(9001);
        assertThat(settings.of(FrontSettings.ZONE).exchange().configuration().password()).isEqualTo("secret");
        assertThat(settings.of(FrontSettings.ZONE).host()).isEqualTo("127.0.0.1");
        assertThat(settings.of(FrontSettings.ZONE).toString()).doesNotContain("secret");
    }

    @Test
    void an_unknown_key_refuses_the_start() throws IOException {
        Path file = file("front.prot=9000");
        assertThatThrownBy(() -> read(file, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown setting front.prot");
        assertThatThrownBy(() -> read(null, Map.of("MICA_FRONT_PROT", "1")))
                .hasMessage("unknown environment variable MICA_FRONT_PROT");
    }

    /** One file may serve both zones; each answers for its own part. */
    @Test
    void a_front_passes_over_the_settings_of_an_office_and_over_no_others() throws IOException {
        Path file = file("front.port=9000\noffice.keys=/var/lib/mica\noffice.of-a-later-version=yes");
        Map<String, String> environment = Map.of("MICA_OFFICE_KEYS_PASSPHRASE", "a passphrase");
        assertThat(Settings.read(file, environment, List.of(FrontSettings.ZONE), List.of("office"))
                        .value("front.port"))
                .isEqualTo("9000");
        for (String wrong : List.of("front.prot=1", "offices.keys=1", "port=1")) {
            Path other = file(wrong);
            assertThatThrownBy(() ->
                            Settings.read(other, Map.of(), List.of(FrontSettings.ZONE), List.of("office")))
                    .hasMessage("unknown setting " + wrong.replaceAll("=.*", ""));
        }
    }

    private static Settings read(Path file, Map<String, String> environment) {
        return Settings.read(file, environment, Zones.ALL, List.of());
    }

    @Test
    void a_missing_or_wrong_value_is_named() throws IOException {
        assertThatThrownBy(() -> read(null, Map.of()).of(FrontSettings.ZONE))
                .hasMessage("missing setting front.office-key (or environment variable MICA_FRONT_OFFICE_KEY)");
        Path file = file("front.port=many");
        assertThatThrownBy(() -> read(file, Map.of()).of(FrontSettings.ZONE))
                .hasMessage("setting front.port is not a whole number: many");
    }

    @Test
    void a_front_pins_one_office_key_or_two_during_a_change_over() {
        String key = "ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        assertThat(pinning(key)).hasToString("[" + key + "]");
        assertThat(pinning(key + ", " + key)).hasSize(2);
        assertThatThrownBy(() -> pinning(""))
                .hasMessage("setting front.office-key is no signing key of an office; `mica keys show` prints it");
        assertThatThrownBy(() -> pinning(key.substring(0, 50))).isInstanceOf(SettingsException.class);
        assertThatThrownBy(() -> pinning(key + ",")).isInstanceOf(SettingsException.class);
        assertThatThrownBy(() -> pinning(key + "," + key + "," + key))
                .hasMessage("setting front.office-key names more than two keys");
    }

    private static List<OfficeKey> pinning(String keys) {
        return read(
                        null,
                        Map.of(
                                "MICA_FRONT_OFFICE_KEY", keys,
                                "MICA_FRONT_EXCHANGE_URL", "jdbc:postgresql://db/exchange",
                                "MICA_FRONT_EXCHANGE_USER", "mica_front"))
                .of(FrontSettings.ZONE)
                .officeKeys();
    }

    @Test
    void every_key_stands_in_the_operations_guide() throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("mica.root"), "docs", "operations.md"));
        assertThat(Settings.allKeys(Zones.ALL))
                .isNotEmpty()
                .allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("mica.properties"), content);
    }
}
