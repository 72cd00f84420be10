package mica.office.intake;

import java.util.List;
import mica.exchange.database.Database;

/** Every row of every table of some databases, as text. */
final class Dump {

    private Dump() {}

    /** @param octets {@code escape} or {@code hex}, as PostgreSQL calls them */
    static String of(String octets, Database... databases) {
        StringBuilder all = new StringBuilder();
        for (Database database : databases) {
            database.jdbi().useHandle(handle -> {
                List<String> tables =
                        handle.createQuery("""
                                select quote_ident(schemaname) || '.' || quote_ident(tablename) from pg_tables
                                where schemaname in ('public', 'mailbox', 'directory')
                                """).mapTo(String.class).list();
                for (String table : tables) {
                    handle.execute("set bytea_output = '" + octets + "'");
                    handle.createQuery("select t::text from " + table + " t")
                            .mapTo(String.class)
                            .forEach(all::append);
                }
            });
        }
        return all.toString();
    }
}
