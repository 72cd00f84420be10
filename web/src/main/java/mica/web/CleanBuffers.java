package mica.web;

import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Buffers for what comes and goes over the network, overwritten when they are given back: what somebody typed does not
 * stay in a pool until somebody else's octets happen to cover it. Threads may share it.
 */
final class CleanBuffers implements ByteBufferPool {

    /** Copying from it is several times as fast as filling. */
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(8_192).asReadOnlyBuffer();

    private final ByteBufferPool pool = new ArrayByteBufferPool();

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        RetainableByteBuffer.Mutable pooled = pool.acquire(size, direct);
        ByteBuffer buffer = pooled.getByteBuffer();
        return RetainableByteBuffer.wrap(buffer, () -> {
            overwrite(buffer.duplicate().clear());
            pooled.release();
        });
    }

    private static void overwrite(ByteBuffer all) {
        for (int at = 0; at < all.capacity(); at += NOTHING.capacity()) {
            all.put(at, NOTHING, 0, Math.min(NOTHING.capacity(), all.capacity() - at));
        }
    }

    @Override
    public void clear() {
        pool.clear();
    }
}
