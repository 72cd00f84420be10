package mica.office.relay;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Closes a socket under whoever waits for it too long. A blocked write has no timeout of its own in Java; a timer for each
 * one would wake a thread for each, and a read with a timeout costs three system calls instead of one. So somebody looks now
 * and then.
 */
final class Deadline implements AutoCloseable {

    /** What may wait for the other side: a connect, a read, a write, a handshake. */
    @FunctionalInterface
    interface BlockingCall<T> {
        T end() throws IOException;
    }

    private static final long NONE = Long.MAX_VALUE;

    /** It is noticed late by at most this part of the shortest wait. */
    private static final int PART = 10;

    private static final long SELDOM_MILLIS = 1_000;

    private final Socket socket;
    private final Future<?> looks;
    private final long start = System.nanoTime();
    /** Nanoseconds after the start. */
    private volatile long end = NONE;

    private volatile boolean passed;

    /** @param shortest the shortest time that anything will be given */
    Deadline(Socket socket, Duration shortest, ScheduledExecutorService watch) {
        this.socket = socket;
        long millis = Math.clamp(shortest.toMillis() / PART, 1, SELDOM_MILLIS);
        this.looks = watch.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
    }

    /** One after the other, never within another. @throws SocketTimeoutException when it took longer; the socket is closed */
    <T> T within(Duration length, BlockingCall<T> waiting) throws IOException {
        end = System.nanoTime() - start + length.toNanos();
        try {
            return waiting.end();
        } catch (IOException fault) {
            throw passed ? new SocketTimeoutException() : fault;
        } finally {
            end = NONE;
        }
    }

    /** Whether the socket was closed for it. */
    boolean hasPassed() {
        return passed;
    }

    private void look() {
        if (System.nanoTime() - start >= end) {
            passed = true;
            close();
        }
    }

    /** Closes the socket at once. */
    @Override
    public void close() {
        looks.cancel(false);
        try {
            socket.close();
        } catch (IOException alreadyGone) {
            return;
        }
    }
}
