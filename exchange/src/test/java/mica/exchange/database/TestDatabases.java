package mica.exchange.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;

/**
 * Real databases for tests: one PostgreSQL per test run, a fresh exchange and fresh office databases per caller, with the
 * roles of production; they are dropped when it closes. The server runs in an odd time zone on purpose.
 */
public final class TestDatabases implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String OWNER_PASSWORD = "owner-of-tests";
    private static final String FRONT_PASSWORD = "front-of-tests";

    private final Database exchange;
    private final DatabaseConfiguration frontExchange;
    private final String suffix;

    private TestDatabases(Database exchange, DatabaseConfiguration frontExchange, String suffix) {
        this.exchange = exchange;
        this.frontExchange = frontExchange;
        this.suffix = suffix;
    }

    /** A fresh, migrated exchange database. */
    public static TestDatabases create() {
        String suffix = "_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        execute("create database exchange" + suffix + " owner mica_office template " + Server.EXCHANGE);
        // Rights on a database itself do not come with its template.
        execute("revoke all on database exchange" + suffix + " from public");
        execute("grant connect on database exchange" + suffix + " to mica_front");
        Database exchange = Database.open("exchange" + suffix, configuration("exchange" + suffix));
        DatabaseConfiguration front =
                new DatabaseConfiguration(url("exchange" + suffix), "mica_front", FRONT_PASSWORD, 4);
        return new TestDatabases(exchange, front, suffix);
    }

    /** The exchange as its owner, the office. */
    public Database exchange() {
        return exchange;
    }

    public DatabaseConfiguration exchangeConfiguration() {
        return configuration("exchange" + suffix);
    }

    /** The exchange as the front's role. */
    public DatabaseConfiguration frontExchange() {
        return frontExchange;
    }

    /** What a physical backup of a database would bring back; whoever is connected to it is cut off for a moment. */
    public static DatabaseConfiguration backup(DatabaseConfiguration original) {
        String name = original.url().replaceAll("^.*/|\\?.*$", "");
        String backup = name + "_backup_" + COUNT.incrementAndGet();
        execute("alter database " + name + " allow_connections false");
        try {
            execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = '" + name + "'");
            execute("create database " + backup + " owner mica_office template " + name);
        } finally {
            execute("alter database " + name + " allow_connections true");
        }
        return configuration(backup);
    }

    /** Waits until a pool whose connections were cut off has found that out: all it may have answer. Nobody else uses it. */
    public static void refresh(Database database, DatabaseConfiguration configuration) {
        List<Handle> answering = new ArrayList<>();
        try {
            while (answering.size() < configuration.connections()) {
                Handle handle = database.jdbi().open();
                try {
                    handle.execute("select 1");
                    answering.add(handle);
                } catch (RuntimeException cutOff) {
                    closeCutOff(handle);
                }
            }
        } finally {
            answering.forEach(Handle::close);
        }
    }

    private static void closeCutOff(Handle handle) {
        try {
            handle.close();
        } catch (RuntimeException gone) {
            // There is nothing left to close.
        }
    }

    /** A fresh, migrated office database. */
    public DatabaseConfiguration createOffice() {
        return createOffice(Server.OFFICE);
    }

    /** A fresh office database without migrations. */
    public DatabaseConfiguration createEmptyOffice() {
        return createOffice("template1");
    }

    private DatabaseConfiguration createOffice(String template) {
        String name = "office" + suffix + "_" + COUNT.incrementAndGet();
        execute("create database " + name + " owner mica_office template " + template);
        execute("revoke all on database " + name + " from public");
        return configuration(name);
    }

    /** A fresh exchange database whose rights are as the owner's migrations alone leave them. */
    public static DatabaseConfiguration createOpenExchange() {
        String name = "open_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        execute("create database " + name + " owner mica_office");
        DatabaseConfiguration owner = configuration(name);
        try (Database exchange = Database.open(name, owner)) {
            exchange.migrate("exchange", Map.of("frontRole", "mica_front"));
        }
        return new DatabaseConfiguration(url(name), "mica_front", FRONT_PASSWORD, 4);
    }

    /** Does something in the exchange database as a superuser. */
    public void asSuperuser(String sql) {
        execute("exchange" + suffix, sql);
    }

    /** Sessions of the front's role that begin from now on wait as long as a test holds a lock. */
    public void waitsOfTheFrontAreLong() {
        asSuperuser("""
            do $$ declare setting text; begin
              for setting in select name from pg_settings
                             where name in ('lock_timeout', 'statement_timeout', 'transaction_timeout') loop
                execute format('alter role mica_front in database %I set %s = ''1h''', current_database(), setting);
              end loop;
            end $$
            """);
    }

    /** A server full of databases takes half a minute to stop. */
    @Override
    public void close() {
        exchange.close();
        try (Connection connection = Server.INSTANCE.connect("postgres");
                Statement statement = connection.createStatement()) {
            for (String name : names(statement, "^(exchange|office)" + suffix + "(_|$)")) {
                statement.execute("drop database " + name + " with (force)");
            }
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static List<String> names(Statement statement, String pattern) throws SQLException {
        List<String> names = new ArrayList<>();
        try (ResultSet found =
                statement.executeQuery("select datname from pg_database where datname ~ '" + pattern + "'")) {
            while (found.next()) {
                names.add(found.getString(1));
            }
        }
        return names;
    }

    private static DatabaseConfiguration configuration(String name) {
        return new DatabaseConfiguration(url(name), "mica_office", OWNER_PASSWORD, 8);
    }

    /** Without a role, which would be asked for instead of the one that is given beside it. */
    private static String url(String name) {
        return "jdbc:postgresql://localhost:" + Server.INSTANCE.port() + "/" + name;
    }

    private static void execute(String sql) {
        execute("postgres", sql);
    }

    private static void execute(String database, String sql) {
        try (Connection connection = Server.INSTANCE.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    /** Every test's databases are copies of those that are migrated once. */
    private static final class Server {

        static final SharedServer INSTANCE = SharedServer.start();

        static {
            try (Connection only = INSTANCE.alone()) {
                ensureRole(only, "mica_office", OWNER_PASSWORD);
                ensureRole(only, "mica_front", FRONT_PASSWORD);
            } catch (SQLException failed) {
                throw new IllegalStateException(failed);
            }
        }

        /** Migrated and narrowed. */
        static final String EXCHANGE = INSTANCE.template("exchange", Server::makeExchange);

        /** Migrated, where the office's migrations are on the class path. */
        static final String OFFICE = INSTANCE.template("office", Server::makeOffice);

        private static void ensureRole(Connection only, String role, String password) throws SQLException {
            try (Statement statement = only.createStatement()) {
                statement.execute("do $$ begin if to_regrole('" + role + "') is null then create role " + role
                        + " login password '" + password + "'; end if; end $$");
            }
        }

        private static void makeOffice(String name) {
            execute("create database " + name + " owner mica_office");
            if (TestDatabases.class.getResource("/migrations/office") != null) {
                try (Database office = Database.open(name, configuration(name))) {
                    office.migrate("office", Map.of());
                }
            }
        }

        private static void makeExchange(String name) {
            execute("create database " + name + " owner mica_office");
            try (Database exchange = Database.open(name, configuration(name))) {
                exchange.migrate("exchange", Map.of("frontRole", "mica_front"));
            }
            execute(name, FrontRights.script("mica_front"));
        }
    }
}
