package mica.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import mica.app.settings.Settings;
import mica.app.settings.SettingsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {

    @TempDir
    Path folder;

    @Test
    void the_environment_overrides_the_file() throws IOException {
        Path file = file("""
                front.port=9000
                front.exchange.url=jdbc:postgresql://db/exchange
                front.exchange.user=mica_front
                """);
        Settings settings = Settings.read(
                file, Map.of("MICA_FRONT_EXCHANGE_PASSWORD", "secret", "MICA_FRONT_PORT", "9001", "HOME", "/"));
        assertThat(settings.front().port()).isEqualTo(9001);
        assertThat(settings.front().exchange().configuration().password()).isEqualTo("secret");
        assertThat(settings.front().host()).isEqualTo("127.0.0.1");
        assertThat(settings.front().toString()).doesNotContain("secret");
    }

    @Test
    void an_unknown_key_refuses_the_start() throws IOException {
        Path file = file("front.prot=9000");
        assertThatThrownBy(() -> Settings.read(file, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("unknown setting front.prot");
        assertThatThrownBy(() -> Settings.read(null, Map.of("MICA_FRONT_PROT", "1")))
                .hasMessage("unknown environment variable MICA_FRONT_PROT");
    }

    @Test
    void a_missing_or_wrong_value_is_named() throws IOException {
        assertThatThrownBy(() -> Settings.read(null, Map.of()).front())
                .hasMessage("missing setting front.exchange.url (or environment variable MICA_FRONT_EXCHANGE_URL)");
        Path file = file("front.port=many");
        assertThatThrownBy(() -> Settings.read(file, Map.of()).front())
                .hasMessage("setting front.port is not a whole number: many");
    }

    @Test
    void every_key_stands_in_the_operations_guide() throws IOException {
        String guide = Files.readString(Path.of(System.getProperty("mica.root"), "docs", "operations.md"));
        assertThat(Settings.allKeys())
                .isNotEmpty()
                .allSatisfy(key -> assertThat(guide).contains("`" + key + "`"));
    }

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("mica.properties"), content);
    }
}
