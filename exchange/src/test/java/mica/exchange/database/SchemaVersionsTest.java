package mica.exchange.database;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class SchemaVersionsTest {

    @Test
    void a_database_of_an_older_version_says_so_until_it_is_brought_up_to_date() {
        try (TestDatabases databases = TestDatabases.create();
                Database grown = Database.open("grown", databases.createEmptyOffice())) {
            grown.migrate("grown", Map.of());
            grown.requireSchema("grown");

            grown.jdbi().useHandle(handle -> {
                handle.execute("delete from public.flyway_schema_history where version = '2'");
                handle.execute("drop table second_one");
            });
            assertThatThrownBy(() -> grown.requireSchema("grown"))
                    .isInstanceOf(UnfitDatabaseException.class)
                    .hasMessage("the grown database is of an older version (1) than this program (2);"
                            + " back it up and run mica migrate");

            grown.requireNoNewerSchema("grown");
            grown.migrate("grown", Map.of());
            grown.requireSchema("grown");
        }
    }
}
