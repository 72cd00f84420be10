package mica.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.CountDownLatch;
import org.eclipse.jetty.io.ManagedSelector;
import org.jspecify.annotations.Nullable;

/**
 * Rings at a selector behind whatever was ready before: the kernel hands over what is ready in the order in which it became
 * so, about a thousand at a time, and a selector that is asked between two such thousands knows nothing of the others. One
 * thread rings.
 */
final class Bell implements ManagedSelector.Selectable, AutoCloseable {

    private final Pipe pipe;
    private final ByteBuffer sent = ByteBuffer.allocate(1);
    private final ByteBuffer received = ByteBuffer.allocate(16);
    private volatile @Nullable CountDownLatch rung;

    private Bell(Pipe pipe) {
        this.pipe = pipe;
    }

    /** @throws UncheckedIOException when the machine has no pipe left */
    static Bell at(ManagedSelector selector) {
        try {
            Bell bell = new Bell(Pipe.open());
            bell.pipe.source().configureBlocking(false);
            selector.submit(bell::register);
            return bell;
        } catch (IOException none) {
            throw new UncheckedIOException(none);
        }
    }

    private void register(Selector selector) {
        try {
            pipe.source().register(selector, SelectionKey.OP_READ, this);
        } catch (IOException closed) {
            throw new UncheckedIOException(closed);
        }
    }

    /** @param heard is counted down when the selector comes to it */
    void ring(CountDownLatch heard) throws IOException {
        rung = heard;
        pipe.sink().write(sent.clear());
    }

    @Override
    public @Nullable Runnable onSelected() {
        try {
            pipe.source().read(received.clear());
        } catch (IOException closed) {
            return null;
        }
        CountDownLatch heard = rung;
        if (heard != null) {
            heard.countDown();
        }
        return null;
    }

    @Override
    public void updateKey() {}

    @Override
    public void replaceKey(SelectionKey newKey) {}

    @Override
    public void close() {
        try {
            pipe.sink().close();
            pipe.source().close();
        } catch (IOException gone) {
            // It was to go.
        }
    }
}
