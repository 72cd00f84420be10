package mica.front;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import mica.exchange.database.Database;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the front's own credentials learn and spoil through the one right they have: nothing. */
class PutAttackTest {

    private static final byte[] ENVELOPE = new byte[300];

    private Town town;
    private Database front;

    @BeforeEach
    void open() {
        town = new Town();
        front = Database.open("attacker", town.databases.frontExchange());
    }

    @AfterEach
    void close() {
        front.close();
        town.close();
    }

    @Test
    void what_is_no_envelope_is_refused_in_the_same_words_whatever_is_wrong_and_however_many_there_are() {
        List<String> refusals = new ArrayList<>();
        for (int round = 0; round < 2; round++) {
            refusals.add(refusal("null::bytea[]"));
            refusals.add(refusal("array[]::bytea[]"));
            refusals.add(refusal("array[null]::bytea[]"));
            refusals.add(refusal("array[decode(repeat('00', 300), 'hex'), null]"));
            refusals.add(refusal("array[array[decode(repeat('00', 300), 'hex')]]"));
            refusals.add(refusal("array[decode(repeat('00', 25), 'hex')]"));
            refusals.add(refusal("array[decode(repeat('00', 65537), 'hex')]"));
            refusals.add(refusal("array_fill(decode(repeat('00', 300), 'hex'), array[2001])"));
            refusals.add(refusal("array_fill(decode(repeat('00', 65536), 'hex'), array[300])"));
            put(ENVELOPE);
        }
        assertThat(refusals).hasSize(18).containsOnly("22023 not envelopes");
        assertThat(count()).isEqualTo(2);
    }

    @Test
    void the_same_envelope_again_is_taken_again_in_silence() {
        byte[] other = ENVELOPE.clone();
        other[299] = 1;
        assertThat(answer(ENVELOPE))
                .isEqualTo(answer(ENVELOPE))
                .isEqualTo(answer(other))
                .isEqualTo("void[]");
        assertThat(count()).isEqualTo(3);
    }

    @Test
    void nothing_in_the_mailbox_can_conflict_fire_or_look_up_what_was_put() {
        // The line is made of what anyone on the way can read, and two rows may have the same.
        assertThat(owner("""
            select string_agg(a.attname, ' ' order by a.attname) || case when i.indisunique then ' unique' else '' end
            from pg_index i
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any (i.indkey)
            where i.indrelid = 'mailbox.envelope'::regclass group by i.indexrelid, i.indisunique
            """)).containsExactlyInAnyOrder("id unique", "id line");
        assertThat(owner("select tgname from pg_trigger where tgrelid = 'mailbox.envelope'::regclass"))
                .isEmpty();
        assertThat(owner("select rulename from pg_rewrite where ev_class = 'mailbox.envelope'::regclass"))
                .isEmpty();
        assertThat(owner("""
            select conname from pg_constraint
            where conrelid = 'mailbox.envelope'::regclass and contype not in ('c', 'p', 'n')
            """)).isEmpty();
    }

    @Test
    void a_known_address_costs_the_same_work_and_gets_the_same_answer_as_an_unknown_one() {
        checkIn("known@example.jp");
        town.office.take();
        List<String> known = checkIn("known@example.jp");
        List<String> unknown = checkIn("other@example.jp");
        assertThat(known).isEqualTo(unknown).contains("303", "rows 1");
        assertThat(town.office.take().stream()
                        .map(envelope -> envelope.toBytes().length)
                        .distinct())
                .hasSize(1);
    }

    @Test
    void an_explained_put_shows_no_plan_and_no_row_of_the_mailbox() {
        List<String> plan = front.jdbi()
                .withHandle(handle -> handle.createQuery("explain (analyze, verbose, costs off)"
                                + " select mailbox.put(array[decode(repeat('00', 300), 'hex')])")
                        .mapTo(String.class)
                        .list());
        assertThat(String.join("\n", plan))
                .contains("Result")
                .doesNotContain("envelope ")
                .doesNotContain("rows=2");
    }

    @Test
    void a_full_mailbox_refuses_without_numbers_and_takes_again_when_there_is_room() {
        assertThat(checkIn("name@example.jp")).contains("303");
        town.databases.asSuperuser("update mailbox.bound set octets = 8192");
        assertThat(refusal("array[decode(repeat('00', 300), 'hex')]")).isEqualTo("53100 the mailbox is full");
        Browser.Answer refused = town.ja.post("/" + town.spot, Map.of("email", "name@example.jp"));
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.page().select("#email").attr("value")).isEqualTo("name@example.jp");
        town.databases.asSuperuser("update mailbox.bound set octets = 20000000000");
        assertThat(checkIn("name@example.jp")).contains("303");
    }

    @Test
    void a_false_search_path_and_false_names_do_not_mislead_put() {
        front.jdbi().useHandle(handle -> {
            for (String setting :
                    List.of("search_path = pg_temp, directory", "row_security = off", "quote_all_identifiers = on")) {
                handle.execute("set " + setting);
            }
            handle.execute("select mailbox.put(array[pg_catalog.decode(pg_catalog.repeat('00', 300), 'hex')])");
        });
        assertThat(count()).isEqualTo(1);
        assertThat(owner("select proconfig::text from pg_proc where oid = 'mailbox.put(bytea[])'::regprocedure"))
                .containsExactly("{\"search_path=pg_catalog, pg_temp\"}");
    }

    @Test
    void shouting_and_listening_reach_nobody_and_stop_nothing() throws SQLException {
        try (Connection attacker = front.jdbi().open().getConnection()) {
            attacker.setAutoCommit(false);
            try (var statement = attacker.createStatement()) {
                statement.execute("listen anything");
                for (int i = 0; i < 500; i++) {
                    statement.execute("notify anything, 'n" + i + "'");
                }
            }
            assertThat(checkIn("name@example.jp")).contains("303");
            town.office.publish(Office.SERVICE);
            assertThat(town.office.take()).hasSize(1);
            attacker.commit();
            assertThat(attacker.unwrap(PGConnection.class).getNotifications())
                    .allSatisfy(own -> assertThat(own.getName()).isEqualTo("anything"));
        }
    }

    @Test
    void an_open_transaction_of_the_front_holds_up_neither_check_ins_nor_the_office() throws SQLException {
        try (Connection attacker = front.jdbi().open().getConnection()) {
            attacker.setAutoCommit(false);
            try (var statement = attacker.createStatement()) {
                statement.execute("set transaction isolation level serializable");
                for (String table : List.of("service", "venue", "spot", "receipt", "reply", "document")) {
                    statement.execute("select count(*) from directory." + table);
                }
                statement.execute("select mailbox.put(array[decode(repeat('00', 300), 'hex')])");
            }
            assertThat(checkIn("name@example.jp")).contains("303");
            town.office.publish(Office.SERVICE).dropKeys().keys(Town.TODAY);
            assertThat(town.office.take()).hasSize(1);
            attacker.rollback();
        }
        assertThat(count()).isZero();
    }

    /** Status, length and head lines of an answer, without what the clock and the stamp write into it. */
    private List<String> checkIn(String address) {
        long before = putRows();
        Browser.Answer answer = town.ja.post("/" + town.spot, Map.of("email", address));
        List<String> seen = new ArrayList<>();
        seen.add(Integer.toString(answer.status()));
        seen.add("body " + answer.body().length());
        answer.headers().forEach((name, values) -> {
            if (!name.equals("date")) {
                seen.add(name + " " + values.toString().replaceAll("accepted/.{54}", "accepted/…"));
            }
        });
        seen.add("rows " + (putRows() - before));
        return seen;
    }

    private long putRows() {
        return Long.parseLong(
                owner("select last_value::text from mailbox.envelope_id_seq").getFirst());
    }

    private String refusal(String array) {
        try {
            front.jdbi().useHandle(handle -> handle.execute("select mailbox.put(" + array + ")"));
            return "taken";
        } catch (org.jdbi.v3.core.JdbiException refused) {
            PSQLException cause = (PSQLException) refused.getCause();
            ServerErrorMessage message = requireNonNull(cause).getServerErrorMessage();
            assertThat(Arrays.asList(
                            message.getDetail(), message.getHint(), message.getTable(), message.getConstraint()))
                    .containsOnlyNulls();
            return cause.getSQLState() + " " + message.getMessage();
        }
    }

    private void put(byte[] envelope) {
        answer(envelope);
    }

    private String answer(byte[] envelope) {
        return front.jdbi().withHandle(handle -> {
            Connection connection = handle.getConnection();
            try (PreparedStatement put = connection.prepareStatement("select mailbox.put(?)")) {
                put.setArray(1, connection.createArrayOf("bytea", new byte[][] {envelope}));
                try (var rows = put.executeQuery()) {
                    rows.next();
                    @Nullable String value = rows.getString(1);
                    return rows.getMetaData().getColumnTypeName(1) + "[" + value + "]";
                }
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        });
    }

    private int count() {
        return Integer.parseInt(
                owner("select count(*)::text from mailbox.envelope").getFirst());
    }

    private List<String> owner(String sql) {
        return town.databases
                .exchange()
                .jdbi()
                .withHandle(
                        handle -> handle.createQuery(sql).mapTo(String.class).list());
    }
}
