package mica.program.settings;

import mica.exchange.database.DatabaseConfiguration;

/** Where a database is and as whom to go there. */
public record DatabaseSettings(
        String url,
        String user,
        @Default("") String password,
        @Default("10") int connections) {

    public DatabaseConfiguration configuration() {
        return new DatabaseConfiguration(url, user, password, connections);
    }

    /** Without the password, so that it can be logged. */
    @Override
    public String toString() {
        return url + " as " + user;
    }
}
