package mica.exchange.database;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port for a server that one starts oneself, kept until that server has it. It is none that the system gives to whoever
 * connects somewhere, so that the server finds it free again after a restart too.
 */
public final class ReservedPort implements AutoCloseable {

    private static final int LOWEST = 10_000;

    /** Linux gives 32768 and above to those who connect (ip_local_port_range), and other systems 49152 and above. */
    private static final int ABOVE_HIGHEST = 32_768;

    private static final int ATTEMPTS = 1_000;

    private final int number;
    private final Socket keeper;

    private ReservedPort(int number, Socket keeper) {
        this.number = number;
        this.keeper = keeper;
    }

    /** @throws IOException when no port is free */
    public static ReservedPort reserve() throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int number = ThreadLocalRandom.current().nextInt(LOWEST, ABOVE_HIGHEST);
            Socket keeper = new Socket();
            try {
                // Without sharing it is had only if nobody else has it, not even one who keeps it like this.
                keeper.setReuseAddress(false);
                keeper.bind(new InetSocketAddress(number));
                // Then it is shared with a server that shares too, as PostgreSQL and Java's servers do: this end never
                // listens.
                keeper.setReuseAddress(true);
                return new ReservedPort(number, keeper);
            } catch (IOException taken) {
                keeper.close();
            }
        }
        throw new IOException("no port from " + LOWEST + " to " + (ABOVE_HIGHEST - 1) + " is free");
    }

    public int number() {
        return number;
    }

    /** Lets go of it; a server that has it meanwhile keeps it. */
    @Override
    public void close() throws IOException {
        keeper.close();
    }
}
