package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.TestDatabases;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerCommandTest {

    @TempDir
    Path folder;

    @Test
    void the_second_place_of_the_settings_tells_of_a_restored_database_and_so_does_the_office_at_its_start()
            throws Exception {
        try (Installed installed = new Installed(folder)) {
            Typed none = installed.run("ledger", "verify");
            assertThat(none.out()).contains("No second place is set (office.ledger-copy)");

            Path copy = folder.resolve("second").resolve("heads.log");
            installed.with("OFFICE_LEDGER_COPY", copy.toString());
            Typed missing = installed.run("ledger", "verify");
            assertThat(missing.code()).isEqualTo(2);
            assertThat(missing.err().lines()).hasSize(1);
            assertThat(missing.err()).contains("there is no file " + copy, "office.ledger-copy");

            goOn(installed);
            DatabaseConfiguration backup = TestDatabases.backup(installed.office);
            Typed added = installed.run(
                    "officers",
                    "add",
                    "--login",
                    "kanri",
                    "--name",
                    "管理",
                    "--email",
                    "kanri@example.jp",
                    "--roles",
                    "administrator");
            assertThat(added.code()).isZero();
            goOn(installed);
            Typed whole = installed.run("ledger", "verify");
            assertThat(whole.code()).isZero();
            assertThat(whole.out()).containsPattern("The ledger is whole: .* [1-9]\\d* lines of the second place");

            installed.with("OFFICE_DATABASE_URL", backup.url());
            Typed broken = installed.run("ledger", "verify");
            assertThat(broken.code()).isEqualTo(1);
            assertThat(broken.out()).contains("The ledger is broken", "(told by the second place)");
            try (CommandProcess office = installed.start("office")) {
                office.says("The console listens on");
                assertThat(office.err()).contains("ledger.broken", "told_by=second_place");
            }
        }
    }

    /** An office that signs what there is, at its start and at its end. */
    private static void goOn(Installed installed) throws Exception {
        try (CommandProcess office = installed.start("office")) {
            office.says("The console listens on");
        }
    }
}
