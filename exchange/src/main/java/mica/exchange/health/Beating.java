package mica.exchange.health;

import java.util.List;

/** Something with background threads, each of which keeps a record of its work. */
public interface Beating {

    /** One for each thread that lives until this is closed. */
    List<Pulse> pulses();
}
