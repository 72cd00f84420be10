package mica.front;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import mica.exchange.database.TestDatabases;
import mica.exchange.directory.VenueFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.venue.SpotCode;
import org.junit.jupiter.api.Test;

class AwayTest {

    @Test
    void while_the_exchange_is_away_a_visitor_keeps_what_was_typed_and_it_works_again_afterwards() {
        try (TestDatabases databases = TestDatabases.create()) {
            Office office = new Office(databases.exchange().jdbi());
            office.publish(Office.SERVICE).keys(Town.TODAY);
            SpotCode spot = office.spot(office.venue("喫茶", "キッサ", VenueFacts.State.OPEN, true), "入口", 1);
            FrontConfiguration configuration = FrontConfiguration.of(
                            "127.0.0.1", 0, databases.frontExchange(), List.of(office.signingKey()))
                    .withDirectoryAge(Duration.ofMillis(1));
            try (Front front = Front.start(configuration, new SettableClock(Town.MORNING))) {
                Browser ja = new Browser(front.port(), "ja");
                assertThat(ja.get("/health").status()).isEqualTo(200);
                assertThat(ja.get("/" + spot).status()).isEqualTo(200);
                String name = shut(databases, false);

                Browser.Answer refused = ja.post("/" + spot, Map.of("email", "name@example.jp"));
                assertThat(refused.status()).isEqualTo(503);
                assertThat(refused.page().select("#email").attr("value")).isEqualTo("name@example.jp");
                assertThat(refused.text()).contains("喫茶", "まだ登録されていません");
                assertThat(ja.get("/c/"
                                        + LinkToken.random(new java.security.SecureRandom())
                                                .text())
                                .status())
                        .isEqualTo(503);
                assertThat(ja.get("/").status()).isEqualTo(200);
                Browser.Answer health = ja.get("/health");
                assertThat(health.status()).isEqualTo(503);
                assertThat(health.body()).contains("down").doesNotContain(name).doesNotContain("jdbc");

                shut(databases, true);
                // The pool tries again at growing intervals; a visitor presses again.
                long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
                int status;
                do {
                    status = ja.post("/" + spot, Map.of("email", "name@example.jp"))
                            .status();
                } while (status == 503 && System.nanoTime() < deadline);
                assertThat(status).isEqualTo(303);
                assertThat(office.take()).hasSize(1);
            }
        }
    }

    /** Turns the front's role away from the database, or lets it in again. */
    private static String shut(TestDatabases databases, boolean open) {
        return databases.exchange().jdbi().withHandle(handle -> {
            String name = handle.createQuery("select current_database()")
                    .mapTo(String.class)
                    .one();
            if (open) {
                databases.asSuperuser("grant connect on database " + name + " to mica_front");
            } else {
                databases.asSuperuser("revoke connect on database " + name + " from mica_front");
                databases.asSuperuser("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and usename = 'mica_front'");
            }
            return name;
        });
    }
}
