package mica.office;

import java.util.Map;
import mica.exchange.database.Database;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.FrontRights;

/** The schemas of both databases, as this program wants them. */
public final class Schemas {

    private Schemas() {}

    /**
     * Brings both databases up to date.
     *
     * @throws mica.exchange.database.DatabaseAwayException when one does not answer now
     * @throws mica.exchange.database.UnfitDatabaseException when one is newer than this program, or lets no office in
     */
    public static void migrate(OfficeConfiguration configuration) {
        try (Database exchange = Database.open("exchange", configuration.exchange());
                Database office = Database.open("office", configuration.database())) {
            FrontRights.restoreOwner(exchange.jdbi());
            exchange.requireNoNewerSchema("exchange");
            office.requireNoNewerSchema("office");
            FrontRights.requireOwnRole(exchange.jdbi(), configuration.frontRole());
            exchange.migrate("exchange", Map.of("frontRole", configuration.frontRole()));
            office.migrate("office", Map.of());
        }
    }

    /** Opens one that is up to date. @throws RuntimeException when it is not, or cannot be had */
    static Database open(String name, DatabaseConfiguration where) {
        Database opened = Database.open(name, where);
        try {
            opened.requireSchema(name);
            return opened;
        } catch (RuntimeException unfit) {
            opened.close();
            throw unfit;
        }
    }
}
