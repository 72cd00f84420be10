package mica.office.delivery;

import mica.exchange.address.EmailAddress;
import mica.office.delivery.ChunkStore.ChunkPerson;
import mica.office.keys.PersonTag;
import org.jspecify.annotations.Nullable;

/** The people of a chunk, whose addresses are opened one by one and kept nowhere. For one thread. */
interface Addressees {

    /** @param tag tells people apart */
    record Opened(EmailAddress address, PersonTag tag) {}

    /** Null when the row was erased. */
    @Nullable
    ChunkPerson person(int n);

    /** Null when the visit was erased meanwhile, or no key opens its address. */
    @Nullable
    Opened open(ChunkPerson person);

    /** Why there is no address to write to, as the state of whom it would have been. */
    RecipientState unopened(ChunkPerson person);
}
