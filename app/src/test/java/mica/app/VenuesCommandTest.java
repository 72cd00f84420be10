package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class VenuesCommandTest {

    private static TwoZones zones;
    private static Path list;

    @BeforeAll
    static void start() throws Exception {
        zones = new TwoZones(Map.of());
        list = zones.folder.resolve("list.csv");
        Files.write(list, """
                飲食店一覧,,,
                店舗名,住所,電話番号,備考
                見本食堂,石巻市穀町1-1,225000001,宇宙港
                見本喫茶,石巻市立町2-2,0225-00-0002,宇宙港
                """.getBytes(Charset.forName("windows-31j")));
    }

    @AfterAll
    static void stop() throws Exception {
        zones.close();
    }

    private record Ended(int code, String said) {}

    private static Ended venues(String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                FrontProcess.java("java"),
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Dsun.jnu.encoding=UTF-8",
                "-cp",
                CommandProcess.withoutTests(System.getProperty("java.class.path")),
                "mica.app.Main",
                "venues",
                "import",
                list.toString(),
                "--officer",
                "shinsa",
                "--sector",
                "restaurant"));
        command.addAll(List.of(options));
        Path log = Files.createTempFile(zones.folder, "venues", ".log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(zones.settings);
        Process process = builder.start();
        assertThat(process.waitFor(TwoZones.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return new Ended(process.exitValue(), Files.readString(log));
    }

    @Test
    void the_guess_is_shown_and_nothing_is_registered_by_a_preview() throws Exception {
        Ended preview = venues("--preview");
        assertThat(preview.said())
                .contains(
                        "encoding: windows-31j",
                        "line 1 skipped: 飲食店一覧",
                        "header: line 2",
                        "name          <- column 1 店舗名 (見本食堂)",
                        "address       <- column 2 住所 (石巻市穀町1-1)",
                        "not used: 4 備考",
                        "line 3 note: phone: 「225000001」は先頭の0が失われています。0225000001として登録します。",
                        "2 lines: 2 right, 0 wrong");
        assertThat(preview.code()).isZero();
        assertThat(zones.number("office", "select count(*) from venue")).isEqualTo(1);
    }

    @Test
    void everything_guessed_can_be_said_otherwise() throws Exception {
        Ended other = venues(
                "--preview",
                "--header-line",
                "3",
                "--column",
                "sector=4",
                "--column",
                "phone=0",
                "--column",
                "name=2",
                "--column",
                "address=2");
        assertThat(other.said())
                .contains("header: line 3", "sector        <- column 4 宇宙港", "sector 宇宙港 -> unknown", "1 wrong")
                .doesNotContain("phone         <-");
        assertThat(other.code()).isEqualTo(1);
        Ended meant = venues("--preview", "--column", "sector=備考", "--sector-word", "宇宙港=izakaya");
        assertThat(meant.said()).contains("sector 宇宙港 -> izakaya", "2 right");
        assertThat(venues("--preview", "--header-line", "99").said()).contains("line 99 cannot be the header");
        assertThat(venues("--preview", "--column", "name=無い").said()).contains("no column 無い");
    }
}
