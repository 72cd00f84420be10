package mica.bench.intake;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** One kept connection and the check-in that is on its way over it. Of one load thread; not shared. */
final class Visitor implements AutoCloseable {

    /** What a visitor does at a door. */
    enum Walk {
        /** Sends the form and reads the redirect; what the measurement is about. */
        FORM,
        /** Asks for the page, sends the form, follows to the accepted screen. */
        WHOLE
    }

    /** What the visitor now waits for. */
    enum Awaited {
        PAGE,
        FORM,
        ACCEPTED
    }

    private static final int LARGEST_ANSWER = 64 * 1024;

    private final SocketChannel channel;
    private final ByteBuffer received = ByteBuffer.allocate(LARGEST_ANSWER);
    private final HttpAnswer answer = new HttpAnswer();
    private Awaited step = Awaited.FORM;
    private Door door;
    private long wantedAt;
    private long sentAt;

    Visitor(InetSocketAddress front, Selector selector, Door first) throws IOException {
        this.door = first;
        this.channel = SocketChannel.open(front);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Begins a check-in. @param wantedAt nanoTime at which the visitor wanted to begin */
    void begin(Door at, long since) {
        door = at;
        wantedAt = since;
    }

    void send(Awaited next, byte[] request) throws IOException {
        step = next;
        sentAt = System.nanoTime();
        answer.reset();
        received.clear();
        ByteBuffer octets = ByteBuffer.wrap(request);
        channel.write(octets);
        if (octets.hasRemaining()) {
            // A request is smaller than any socket's buffer, and the one before it was answered.
            throw new IOException("the front does not read");
        }
    }

    /** Reads what has come. @return whether the answer is complete */
    boolean receives() throws IOException {
        if (channel.read(received) < 0) {
            throw new IOException("the front closed a connection");
        }
        if (!received.hasRemaining()) {
            throw new IOException("an answer of more than " + LARGEST_ANSWER + " octets");
        }
        return answer.isComplete(received);
    }

    HttpAnswer answer() {
        return answer;
    }

    Awaited step() {
        return step;
    }

    Door door() {
        return door;
    }

    long sentAt() {
        return sentAt;
    }

    long wantedAt() {
        return wantedAt;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
