package mica.office.delivery;

import mica.exchange.address.EmailAddress;
import mica.office.delivery.ChunkStore.ChunkPerson;
import mica.office.message.Octets;
import mica.office.relay.Parcel;

/** The messages of one notice. Threads may share it. */
@FunctionalInterface
interface Letters {

    /** Fills in one person's message. Every time for the same visit it is the same octets. */
    Parcel fill(ChunkPerson person, EmailAddress address, Octets octets, int start);
}
