package mica.rehearsal.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/** Passes octets on to another port after a while, each way the same: a network on loopback. */
final class DelayLine implements AutoCloseable {

    private record Piece(long due, byte[] octets) {}

    private static final Piece END = new Piece(0, new byte[0]);

    private final ServerSocket server;
    private final int target;
    private final long delay;

    /** @param roundTrip there and back */
    DelayLine(int target, Duration roundTrip) throws IOException {
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.target = target;
        this.delay = roundTrip.toNanos() / 2;
        Thread.ofPlatform().daemon().name("delay").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                near.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                pass(near, far);
                pass(far, near);
            } catch (IOException failed) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(failed);
                }
            }
        }
    }

    private void pass(Socket from, Socket to) {
        BlockingQueue<Piece> under = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().start(() -> {
            byte[] buffer = new byte[64 * 1024];
            try {
                for (int read = from.getInputStream().read(buffer);
                        read >= 0;
                        read = from.getInputStream().read(buffer)) {
                    under.add(new Piece(System.nanoTime() + delay, Arrays.copyOf(buffer, read)));
                }
            } catch (IOException gone) {
                // Ends like a connection that was closed.
            }
            under.add(END);
        });
        Thread.ofPlatform().daemon().start(() -> {
            try (to) {
                for (Piece piece = under.take(); piece != END; piece = under.take()) {
                    for (long wait = piece.due() - System.nanoTime();
                            wait > 0;
                            wait = piece.due() - System.nanoTime()) {
                        LockSupport.parkNanos(wait);
                    }
                    to.getOutputStream().write(piece.octets());
                }
            } catch (IOException | InterruptedException gone) {
                // The other side learns it by the closing.
            }
        });
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
