package mica.office.delivery;

/** Where a pass through a chunk has its steps stored. */
@FunctionalInterface
interface Recording {

    /**
     * Stores, and renews the lease when the chunk stays held.
     *
     * @throws IllegalStateException when it cannot be stored: then nothing of it was
     */
    ChunkStore.ChunkAnswer write(ChunkStore.Write write, Lease lease);
}
