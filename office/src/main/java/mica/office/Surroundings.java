package mica.office;

import java.time.InstantSource;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import mica.exchange.database.DatabaseTime;
import mica.office.pace.Pace;
import mica.office.pace.Providers;
import mica.office.relay.Relay;

/**
 * The world an office stands in, as far as tests stand in for it: what time it is, and the way to a relay.
 *
 * @param clock this machine's
 * @param databaseClock what becomes of the clock of the office's database
 * @param steady goes on with a database's clock without asking it each time
 * @param pace how fast the providers behind the relay take mails
 */
record Surroundings(
        InstantSource clock,
        UnaryOperator<InstantSource> databaseClock,
        Function<InstantSource, DatabaseTime> steady,
        Relay relay,
        Pace pace) {

    static Surroundings real(OfficeConfiguration configuration, InstantSource clock) {
        return new Surroundings(
                clock,
                UnaryOperator.identity(),
                DatabaseTime::new,
                new Relay(configuration.relays()),
                new Pace(Providers.usual()));
    }
}
