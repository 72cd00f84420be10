package mica.exchange.database;

import org.jdbi.v3.core.Handle;

/**
 * For queues and look-ups whose cost must not depend on how much is there. PostgreSQL keeps plans, and a plan that was made
 * while a table was small, or without knowing how little is asked for, reads all of it when it is large.
 */
public final class ByIndex {

    private ByIndex() {}

    /** Until the end of the transaction, tables are read by their indexes, in the order of these. */
    public static void alone(Handle tx) {
        tx.execute("set local enable_seqscan = off; set local enable_bitmapscan = off");
    }
}
