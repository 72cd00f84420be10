package mica.web;

import java.time.Duration;

/**
 * How long a request may take to arrive, and how many connections there may be.
 *
 * @param head from a request's first octet to the end of its head, and from the connection to the first request
 * @param octetsPerSecond how fast a body must come in on the average, after as long as a head may take
 * @param connections more make those go that have waited longest without a request under way
 */
public record ConnectionLimits(Duration head, int octetsPerSecond, int connections) {

    /** Slower than the slowest phone that is still of use, and ends an application form of half a megabyte in a minute. */
    private static final int SLOWEST = 8_000;

    private static final Duration LONGEST_HEAD = Duration.ofSeconds(10);

    /** What a connection may hold while its head comes in: buffers of the network and what Jetty keeps of it. */
    private static final int OCTETS_A_CONNECTION = 32 * 1024;

    private static final int FEWEST = 500;
    private static final int MOST = 20_000;

    /** By the memory there is. */
    public static ConnectionLimits usual() {
        long room = Runtime.getRuntime().maxMemory() / OCTETS_A_CONNECTION;
        return new ConnectionLimits(LONGEST_HEAD, SLOWEST, (int) Math.clamp(room, FEWEST, MOST));
    }
}
