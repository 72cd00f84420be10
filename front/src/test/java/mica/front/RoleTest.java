package mica.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import mica.exchange.database.Database;
import mica.exchange.database.TestDatabases;
import org.junit.jupiter.api.Test;

class RoleTest {

    @Test
    void the_front_s_role_can_put_and_read_the_directory_and_nothing_else() {
        try (TestDatabases databases = TestDatabases.create();
                Database front = Database.open("front", databases.frontExchange())) {
            front.jdbi().useHandle(handle -> {
                handle.execute("select mailbox.put(array[decode(repeat('00', 30), 'hex')])");
                for (String table : List.of("service", "venue", "spot", "seal_key", "receipt", "reply")) {
                    handle.createQuery("select count(*) from directory." + table)
                            .mapTo(Long.class)
                            .one();
                }
            });
            for (String forbidden : List.of(
                    "select count(*) from mailbox.envelope",
                    "delete from mailbox.envelope",
                    "insert into mailbox.envelope (bytes) values (decode(repeat('00', 30), 'hex'))",
                    "insert into directory.service (body, published_at) values ('{}', now())",
                    "update directory.venue set name = 'x'",
                    "delete from directory.reply",
                    "truncate directory.receipt",
                    "create table directory.x (y int)",
                    "create table public.x (y int)",
                    "create or replace function mailbox.put(envelopes bytea[]) returns void language sql as $$ select 1 $$",
                    "drop table directory.spot")) {
                assertThatThrownBy(() -> front.jdbi().useHandle(handle -> handle.execute(forbidden)))
                        .as(forbidden)
                        .rootCause()
                        .hasMessageMatching("(?s).*(permission denied|must be owner).*");
            }
            assertThat(databases
                            .exchange()
                            .jdbi()
                            .<Long, RuntimeException>withHandle(
                                    handle -> handle.createQuery("select count(*) from mailbox.envelope")
                                            .mapTo(Long.class)
                                            .one()))
                    .isOne();
        }
    }
}
