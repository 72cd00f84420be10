package mica.office.ledger;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import mica.exchange.database.Json;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Reads the ledger. Nothing but {@link Ledger} writes to it. */
final class LedgerStore {

    private static final int FETCHED_AT_A_TIME = 1_000;

    static final RowMapper<Chained> CHAINED = (row, context) -> new Chained(
            row.getLong("number"),
            row.getTimestamp("at").toInstant(),
            row.getString("event"),
            row.getObject("officer_id", UUID.class),
            facts(row.getString("facts")),
            row.getBytes("previous_hash"),
            row.getBytes("hash"));

    private LedgerStore() {}

    /** Every entry in its order, however many there are; the transaction must stay open meanwhile. */
    static void each(Handle tx, Consumer<Chained> reader) {
        try (Stream<Chained> entries = tx.createQuery("""
                        select number, at, event, officer_id, facts, previous_hash, hash from ledger_entry order by number
                        """).setFetchSize(FETCHED_AT_A_TIME).map(CHAINED).stream()) {
            entries.forEach(reader);
        }
    }

    @SuppressWarnings("unchecked")
    private static TreeMap<String, String> facts(String json) {
        TreeMap<String, String> facts = new TreeMap<>();
        ((Map<String, Object>) Json.read(json, Map.class))
                .forEach((key, value) -> facts.put(key, String.valueOf(value)));
        return facts;
    }
}
