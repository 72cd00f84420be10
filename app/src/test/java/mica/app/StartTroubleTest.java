package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import mica.exchange.database.Database;
import mica.exchange.database.ReservedPort;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong at a start, provoked for real, is one line that says what to do, and the command ends with 2. */
class StartTroubleTest {

    @TempDir
    Path folder;

    private Installed installed;

    @BeforeEach
    void install() throws Exception {
        installed = new Installed(folder).withService("http://localhost:8080", "https://mica.pref.example.jp");
    }

    @AfterEach
    void remove() {
        installed.close();
    }

    private static void isOneLine(Typed ended, String... parts) {
        List<String> lines = ended.err()
                .lines()
                .filter(line -> !line.matches("WARNING: Use of the three-letter time zone ID .*"))
                .toList();
        assertThat(lines).as(ended.err()).hasSize(1);
        assertThat(lines.getFirst()).startsWith("mica: ").contains(parts);
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.out()).doesNotContain("\tat ");
    }

    @Test
    void a_wrong_password() throws Exception {
        installed.with("FRONT_EXCHANGE_PASSWORD", "the one before").with("OFFICE_DATABASE_PASSWORD", "the one before");
        isOneLine(installed.run("front"), "refuses the password of the role mica_front", "put the one it has now");
        isOneLine(
                installed.run("office"),
                "refuses the password of the role mica_office",
                installed.get("OFFICE_DATABASE_URL"));
        isOneLine(installed.run("migrate"), "refuses the password of the role mica_office");
        installed.with("FRONT_EXCHANGE_PASSWORD", "");
        isOneLine(installed.run("front"), "refuses the password of the role mica_front");
    }

    @Test
    void a_role_or_a_database_that_is_not_there() throws Exception {
        installed.with("FRONT_EXCHANGE_USER", "mica_frnt");
        // The server tells nobody whether it is the role or the password.
        isOneLine(installed.run("front"), "refuses the password of the role mica_frnt");
        installed.with("OFFICE_DATABASE_URL", installed.get("OFFICE_DATABASE_URL") + "_of_another");
        isOneLine(installed.run("ledger", "show"), "_of_another does not exist; make it");
        installed.with("OFFICE_DATABASE_URL", "jdbc:mysql://127.0.0.1/office?password=secret");
        Typed ended = installed.run("erasure", "trust-clock");
        isOneLine(ended, "is no address of a database; it looks like jdbc:postgresql://HOST/NAME");
        assertThat(ended.err()).doesNotContain("secret");
    }

    @Test
    void a_database_that_is_down() throws Exception {
        try (ReservedPort nobody = ReservedPort.reserve()) {
            installed.with("OFFICE_EXCHANGE_URL", "jdbc:postgresql://127.0.0.1:" + nobody.number() + "/exchange");
            isOneLine(installed.run("migrate"), "/exchange cannot be reached: nobody listens there", "start it");
            isOneLine(installed.run("ledger", "verify"), "/exchange cannot be reached: nobody listens there");
        }
        installed.with("OFFICE_EXCHANGE_URL", "jdbc:postgresql://database.invalid/exchange");
        isOneLine(installed.run("migrate"), "cannot be reached: its host's name is not known");
    }

    @Test
    void databases_that_come_later_are_waited_for() throws Exception {
        int there = Integer.parseInt(installed.office.url().replaceAll("^.*:(\\d+)/.*$", "$1"));
        ReservedPort kept = ReservedPort.reserve();
        for (String name : List.of("FRONT_EXCHANGE_URL", "OFFICE_EXCHANGE_URL", "OFFICE_DATABASE_URL")) {
            installed.with(name, installed.get(name).replace(":" + there + "/", ":" + kept.number() + "/"));
        }
        try (CommandProcess front = installed.start("front");
                CommandProcess office = installed.start("office")) {
            front.says("database.awaited");
            office.says("database.awaited");
            assertThat(front.err().lines()).hasSize(1);
            assertThat(front.isAlive() && office.isAlive()).isTrue();
            try (Forward database = Forward.listen(kept.number(), there)) {
                kept.close();
                front.says("listens on");
                office.says("listens on");
                assertThat(front.err() + office.err()).doesNotContain("\tat ");
                assertThat(database.served()).isPositive();
                front.close();
                office.close();
            }
        }
    }

    @Test
    void told_to_end_while_it_waits_it_ends() throws Exception {
        try (ReservedPort nobody = ReservedPort.reserve()) {
            installed.with("FRONT_EXCHANGE_URL", "jdbc:postgresql://127.0.0.1:" + nobody.number() + "/exchange");
            try (CommandProcess front = installed.start("front")) {
                front.says("database.awaited");
                front.close();
                assertThat(front.isAlive()).isFalse();
                assertThat(front.err().lines()).hasSize(1);
            }
        }
    }

    @Test
    void a_port_in_use() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(other.getLocalPort());
            installed.with("FRONT_PORT", port).with("OFFICE_PORT", port);
            isOneLine(
                    installed.run("front"),
                    "cannot listen on 127.0.0.1:" + port,
                    "the port is in use",
                    "choose another");
            isOneLine(installed.run("office"), "cannot listen on 127.0.0.1:" + port, "the port is in use");
            installed
                    .with("OFFICE_PORT", "0")
                    .with("OFFICE_BOUNCES_PORT", port)
                    .with("OFFICE_MAIL_RETURN_PATH", "bounce@mica.pref.example.jp");
            isOneLine(installed.run("office"), "the listener for bounces cannot listen on 127.0.0.1:" + port);
        }
        installed.with("FRONT_PORT", "0").with("FRONT_HOST", "192.0.2.7");
        isOneLine(installed.run("front"), "this machine has no such address");
        installed.with("FRONT_HOST", "front.invalid");
        isOneLine(installed.run("front"), "nobody knows this name");
    }

    @Test
    void a_time_zone_that_the_database_does_not_know_or_nobody() throws Exception {
        isOneLine(
                installed.run(List.of(), List.of("-Duser.timezone=JST"), "front"),
                "time zone JST; set TZ to one it knows");
        installed.withService("Asia/Tokyo", "Asia/Tokio");
        isOneLine(installed.run("office"), "names no time zone in timeZone: Asia/Tokio; write one such as Asia/Tokyo");
        installed.withService("http://localhost:8080", "mica.pref.example.jp");
        isOneLine(installed.run("office"), "names no public address in publicUrl: mica.pref.example.jp");
    }

    @Test
    void keys_that_another_user_made() throws Exception {
        assertThat(installed.run("keys", "show").code()).isZero();
        boolean root = System.getProperty("user.name").equals("root");
        try (Stream<Path> files = Files.walk(folder.resolve("keys"))) {
            for (Path file : files.toList()) {
                if (root) {
                    Files.setAttribute(file, "unix:uid", 12_345);
                } else if (Files.isRegularFile(file)) {
                    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
                }
            }
        }
        // In a name space of its own root has no more rights than others.
        List<String> before = root ? List.of("unshare", "-U") : List.of();
        for (String command : List.of("office", "keys show", "mail check")) {
            isOneLine(installed.run(before, List.of(), command.split(" ")), "may not use", "chown -R");
        }
    }

    @Test
    void a_schema_that_is_not_this_program_s() throws Exception {
        String filled = installed.get("OFFICE_DATABASE_URL");
        installed.with(
                "OFFICE_DATABASE_URL", installed.databases.createEmptyOffice().url());
        isOneLine(installed.run("office"), "the office database is empty; run mica migrate");
        assertThat(installed.run("migrate").out()).contains("Both databases are up to date.");
        assertThat(installed.run("ledger", "show").code()).isZero();

        history(installed.office.url(), "update public.flyway_schema_history set version = '9999' where version = '1'");
        installed.with("OFFICE_DATABASE_URL", filled);
        isOneLine(
                installed.run("office"), "the office database is of a newer version (9999)", "start the newer program");
        isOneLine(
                installed.run("migrate"),
                "the office database is of a newer version (9999)",
                "start the newer program");
    }

    @Test
    void a_front_on_an_exchange_of_another_version() throws Exception {
        String exchange = installed.databases.exchangeConfiguration().url();
        history(
                exchange,
                "delete from public.flyway_schema_history where version = (select max(cast(version as int))::text"
                        + " from public.flyway_schema_history)");
        isOneLine(installed.run("front"), "empty or of an older version", "run mica migrate");
        history(
                exchange,
                "create or replace view directory.schema_version as select 9999 as version, 9999 as fronts_from");
        isOneLine(installed.run("front"), "the exchange database is of a newer version (9999)");
        history(exchange, "drop view directory.schema_version");
        isOneLine(installed.run("front"), "empty or of an older version", "run mica migrate");
        installed.with(
                "FRONT_EXCHANGE_URL", installed.databases.createEmptyOffice().url());
        isOneLine(installed.run("front"), "does not let the role mica_front connect", "grant connect on database");
    }

    private void history(String url, String sql) {
        try (Database database = Database.open(
                "history",
                new mica.exchange.database.DatabaseConfiguration(
                        url, installed.office.user(), installed.office.password(), 1))) {
            database.jdbi().useHandle(handle -> handle.execute(sql));
        }
    }

    @Test
    void a_front_with_the_owner_s_role_is_told_so_and_not_how_to_destroy_the_owner() throws Exception {
        installed
                .with("FRONT_EXCHANGE_USER", installed.get("OFFICE_EXCHANGE_USER"))
                .with("FRONT_EXCHANGE_PASSWORD", installed.get("OFFICE_EXCHANGE_PASSWORD"));
        Typed front = installed.run("front");
        assertThat(front.code()).isEqualTo(2);
        assertThat(front.err())
                .contains("owning this database", "set front.exchange.user to the front's own role")
                .doesNotContain("mica rights", "\tat ");
    }

    @Test
    void what_would_go_live_unsaid_is_said() throws Exception {
        installed.with("OFFICE_SERVICE", "");
        try (CommandProcess office = installed.start("office")) {
            office.says("The console listens on");
            assertThat(office.err())
                    .contains("note: office.service is empty: this goes live as")
                    .contains("022-000-0000", "mica@example.jp", "at http://localhost:8080")
                    .contains("note: posters and mails lead to http://localhost:8080")
                    .contains("note: mails come from mica@example.jp")
                    .contains("note: the ledger has no second place");
        }
    }
}
