package mica.exchange.database;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.TimeZone;
import java.util.stream.Stream;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that a start begins with: whether there is a server of a version this program works with, and lets it in.
 * Whatever is wrong becomes one line that says what to do.
 */
final class FirstConnection {

    private static final Logger LOG = LoggerFactory.getLogger(FirstConnection.class);

    /** Tests run on the oldest and the newest. */
    private static final int OLDEST_VERSION = 15;

    private static final int NEWEST_VERSION = 18;

    private FirstConnection() {}

    /**
     * Connects once.
     *
     * @param patience the longest wait for the server
     * @throws DatabaseAwayException when it may answer later
     * @throws UnfitDatabaseException when somebody has to change something first
     */
    static void make(String name, DatabaseConfiguration configuration, Duration patience) {
        Properties properties = new Properties();
        properties.setProperty("user", configuration.user());
        properties.setProperty("password", configuration.password());
        properties.setProperty("ApplicationName", "mica-" + name);
        String seconds = Long.toString(Math.max(1, patience.toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("loginTimeout", seconds);
        try (Connection connection = connect(configuration, properties)) {
            requireVersion(configuration, connection.getMetaData().getDatabaseMajorVersion());
        } catch (SQLException failed) {
            if (mayComeLater(failed)) {
                throw new DatabaseAwayException(trouble(configuration, failed));
            }
            throw new UnfitDatabaseException(trouble(configuration, failed));
        }
    }

    private static Connection connect(DatabaseConfiguration configuration, Properties properties) throws SQLException {
        Connection connection = new Driver().connect(configuration.url(), properties);
        if (connection == null) {
            throw new UnfitDatabaseException(
                    place(configuration) + " is no address of a database; it looks like jdbc:postgresql://HOST/NAME");
        }
        return connection;
    }

    static void requireVersion(DatabaseConfiguration configuration, int version) {
        if (version < OLDEST_VERSION) {
            throw new UnfitDatabaseException("the server of " + place(configuration) + " is PostgreSQL " + version
                    + "; this program needs " + OLDEST_VERSION + " to " + NEWEST_VERSION);
        }
        if (version > NEWEST_VERSION) {
            LOG.warn("database.version_untested version={} tested={}-{}", version, OLDEST_VERSION, NEWEST_VERSION);
        }
    }

    /** Not there yet, starting, stopping or full, which ends without anybody changing settings. */
    private static boolean mayComeLater(SQLException failed) {
        return switch (String.valueOf(failed.getSQLState())) {
            case "57P01", "57P02", "57P03", "53300" -> true;
            case "08001", "08006" -> isOfTheLine(failed);
            default -> false;
        };
    }

    /** The driver speaks the operator's language, so that its words tell nothing; what it stumbled over does. */
    private static boolean isOfTheLine(SQLException failed) {
        return causes(failed)
                .anyMatch(cause -> cause instanceof SocketException
                        || cause instanceof SocketTimeoutException
                        || cause instanceof UnknownHostException
                        || cause instanceof EOFException);
    }

    private static boolean asksForTls(DatabaseConfiguration configuration) {
        return configuration.url().matches(".*[?&](ssl=true|sslmode=(require|verify-ca|verify-full)).*");
    }

    private static Stream<Throwable> causes(Throwable failed) {
        return Stream.iterate(failed, cause -> cause != null, Throwable::getCause);
    }

    /** What is wrong, and what to do, in one line without anything of the server's own words but their class. */
    static String trouble(DatabaseConfiguration configuration, SQLException failed) {
        String database = place(configuration);
        String role = configuration.user();
        String state = String.valueOf(failed.getSQLState());
        return switch (state) {
            case "08004" -> asksForTls(configuration) ? tls(database, failed) : password(database, role);
            case "28P01" -> password(database, role);
            case "28000" ->
                database + " does not let the role " + role
                        + " in; look whether it exists and may log in, and for a line in the server's pg_hba.conf";
            case "3D000" -> database + " does not exist; make it (docs/operations.md) and run mica migrate";
            case "42501" ->
                database + " does not let the role " + role + " connect; as its owner: grant connect on database … to "
                        + role;
            case "22023" ->
                database + " does not know a value that Java asks for, most likely this machine's time zone "
                        + TimeZone.getDefault().getID() + "; set TZ to one it knows, such as TZ=Asia/Tokyo or TZ=UTC";
            case "57P01", "57P02", "57P03" -> database + " is starting or stopping";
            case "53300" -> database + " has no connection left for the role " + role + "; raise its limit";
            case "08001", "08006" -> isOfTheLine(failed) ? away(database, failed) : tls(database, failed);
            // What the pool says by itself.
            case "null" -> database + " gave no connection in time: all that the settings allow are in use";
            default -> database + " cannot be used (" + state + "); the server's log says why";
        };
    }

    private static String password(String database, String role) {
        return database + " refuses the password of the role " + role
                + "; put the one it has now into the settings, and start again";
    }

    private static String tls(String database, SQLException failed) {
        boolean unknown = causes(failed)
                .anyMatch(cause -> cause instanceof GeneralSecurityException || cause instanceof FileNotFoundException);
        return unknown
                ? database + " has a certificate of an authority that is not known here; put sslrootcert=FILE with the"
                        + " authority's certificate into its address in the settings"
                : database
                        + " cannot be reached by TLS as its address in the settings wants; look at sslmode there, and"
                        + " at the server's certificate and its name";
    }

    private static String away(String database, SQLException failed) {
        Throwable deepest = causes(failed).reduce(failed, (outer, inner) -> inner);
        String why = switch (deepest) {
            case UnknownHostException unknown -> "its host's name is not known";
            case SocketTimeoutException late -> "nobody answers in time";
            default -> "nobody listens there, or the line was lost";
        };
        return database + " cannot be reached: " + why + "; look at its address in the settings, and start it";
    }

    /** Without what may stand behind the question mark, a password for one. */
    static String place(DatabaseConfiguration configuration) {
        return "the database " + configuration.url().replaceFirst("\\?.*$", "");
    }
}
