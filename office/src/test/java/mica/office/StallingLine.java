package mica.office;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A port that leads to another one, until it stalls: then connections stay open and nothing comes through any more. */
final class StallingLine implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private boolean stalled;

    StallingLine(int target) {
        this.target = target;
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    synchronized void stall() {
        stalled = true;
    }

    synchronized void flow() {
        stalled = false;
        notifyAll();
    }

    private synchronized void awaitFlow() throws InterruptedException {
        while (stalled) {
            wait();
        }
    }

    private void accept() {
        try {
            while (true) {
                Socket near = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.addAll(List.of(near, far));
                Thread.ofVirtual().start(() -> lead(near, far));
                Thread.ofVirtual().start(() -> lead(far, near));
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private void lead(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] some = new byte[8_192];
            int read = in.read(some);
            while (read >= 0) {
                awaitFlow();
                out.write(some, 0, read);
                read = in.read(some);
            }
        } catch (IOException | InterruptedException closed) {
            // One of them went away.
        }
    }

    @Override
    public void close() throws IOException {
        flow();
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
