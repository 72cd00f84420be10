package mica.web;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.RetainableByteBuffer;

/**
 * Buffers for what comes and goes over the network, overwritten when they are given back: what somebody typed does not
 * stay in a pool until somebody else's octets happen to cover it. Threads may share it.
 */
final class CleanBuffers implements ByteBufferPool {

    private final ByteBufferPool pool = new ArrayByteBufferPool();

    @Override
    public RetainableByteBuffer.Mutable acquire(int size, boolean direct) {
        RetainableByteBuffer.Mutable pooled = pool.acquire(size, direct);
        ByteBuffer buffer = pooled.getByteBuffer();
        return RetainableByteBuffer.wrap(buffer, () -> {
            MemorySegment.ofBuffer(buffer.duplicate().clear()).fill((byte) 0);
            pooled.release();
        });
    }

    @Override
    public void clear() {
        pool.clear();
    }
}
