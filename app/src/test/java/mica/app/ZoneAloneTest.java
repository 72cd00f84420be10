package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Either zone can be started alone on the databases of a demo that runs, by the settings that the demo leaves. */
class ZoneAloneTest {

    private static final Pattern PORT = Pattern.compile("listens on 127\\.0\\.0\\.1:(\\d+)");

    private static DemoWorld world;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        world = DemoWorld.start();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void a_front_alone_has_the_demo_s_doors_and_its_check_ins_become_the_demo_s_visits() throws Exception {
        String door =
                Files.readAllLines(world.folder.resolve("doors.txt")).getFirst().split("\t")[0];
        try (CommandProcess front = alone("front")) {
            HttpPerson visitor = new HttpPerson("http://localhost:" + port(front));
            TwoZones.await(() -> visitor.get("/" + door).status() == 200);

            visitor.post("/" + door, Map.of("email", "alone@example.jp"));

            world.awaitMail("alone@example.jp", subject -> true);
        }
    }

    @Test
    void an_office_alone_lets_the_demo_s_officers_in_beside_the_demo_s_own() throws Exception {
        try (CommandProcess office = alone("office")) {
            HttpPerson.Answer login = new HttpPerson("http://localhost:" + port(office)).get("/login");

            assertThat(login.status()).isEqualTo(200);
            assertThat(login.page().select("form[action=/login]")).hasSize(1);
            assertThat(office.err()).doesNotContain("ERROR");
        }
    }

    private CommandProcess alone(String zone) throws Exception {
        return CommandProcess.start(
                folder,
                List.of(),
                Map.of(),
                List.of(),
                zone,
                "--settings",
                world.folder.resolve(zone + ".properties").toString());
    }

    private static int port(CommandProcess zone) throws Exception {
        zone.says("listens on 127.0.0.1:");
        Matcher port = PORT.matcher(zone.out());
        assertThat(port.find()).isTrue();
        return Integer.parseInt(port.group(1));
    }
}
