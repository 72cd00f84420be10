package mica.rehearsal.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP server that takes every mail as fast as it can and keeps nothing but counts and a sample: how many, to whom,
 * when, how many signed. A platform thread a session. Recipients are told apart by the number that ends their local part,
 * such as {@code p0000123@example.jp}.
 */
final class Sink implements AutoCloseable {

    private final ServerSocket server;
    private final boolean chunking;
    private final int most;
    private volatile Taken taken;

    /** Since one reset. */
    private static final class Taken {
        final AtomicInteger messages = new AtomicInteger();
        final AtomicInteger signed = new AtomicInteger();
        final AtomicReference<byte @Nullable []> sample = new AtomicReference<>();
        final AtomicLong first = new AtomicLong(Long.MAX_VALUE);
        final AtomicLong last = new AtomicLong();
        final AtomicIntegerArray copies;
        final AtomicLongArray at;

        Taken(int most) {
            copies = new AtomicIntegerArray(most);
            at = new AtomicLongArray(most);
        }
    }

    /** @param most the largest number in an address, plus one */
    Sink(boolean chunking, int most) throws IOException {
        this.server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        this.chunking = chunking;
        this.most = most;
        this.taken = new Taken(most);
        Thread.ofPlatform().daemon().name("sink").start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                Thread.ofPlatform()
                        .daemon()
                        .name("sink-session")
                        .start(() -> new SinkSession(this, chunking).serve(socket));
            } catch (IOException failed) {
                if (!server.isClosed()) {
                    throw new UncheckedIOException(failed);
                }
            }
        }
    }

    /** Whether the next message is to be kept, as the sample. */
    boolean wantsSample() {
        return taken.sample.get() == null;
    }

    void keepSample(byte[] message) {
        taken.sample.compareAndSet(null, message);
    }

    /** A message of those since the last reset as it came, the end of the data with it. */
    byte @Nullable [] sample() {
        return taken.sample.get();
    }

    /**
     * @param number of the recipient, negative when its address has none
     * @param signed whether the message begins with a DKIM signature
     */
    void took(int number, boolean signed) {
        Taken now = taken;
        long at = System.nanoTime();
        now.first.accumulateAndGet(at, Math::min);
        now.last.accumulateAndGet(at, Math::max);
        if (number >= 0 && number < most) {
            now.copies.incrementAndGet(number);
            now.at.compareAndSet(number, 0, at);
        }
        if (signed) {
            now.signed.incrementAndGet();
        }
        now.messages.incrementAndGet();
    }

    void reset() {
        taken = new Taken(most);
    }

    Counts counts() {
        Taken now = taken;
        int people = 0;
        int doubles = 0;
        for (int i = 0; i < most; i++) {
            int copies = now.copies.get(i);
            people += copies > 0 ? 1 : 0;
            doubles += Math.max(0, copies - 1);
        }
        return new Counts(now.messages.get(), people, doubles, now.signed.get(), now.first.get(), now.last.get());
    }

    int messages() {
        return taken.messages.get();
    }

    /** When the mail to a number was taken; zero when none was. */
    long takenAt(int number) {
        return taken.at.get(number);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
