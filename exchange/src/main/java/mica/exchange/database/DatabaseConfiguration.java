package mica.exchange.database;

/**
 * Where a database is and as whom to go there.
 *
 * @param url a JDBC address such as {@code jdbc:postgresql://db.example/exchange}
 * @param connections the most at a time
 */
public record DatabaseConfiguration(String url, String user, String password, int connections) {

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return "DatabaseConfiguration[" + url + " as " + user + "]";
    }
}
