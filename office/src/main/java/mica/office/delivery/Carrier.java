package mica.office.delivery;

import java.util.List;
import java.util.function.BooleanSupplier;
import mica.office.relay.DeliveryOutcome;
import mica.office.relay.Parcel;

/** A way to a mail relay. For one thread. */
interface Carrier {

    /** False when no relay can be reached now. */
    boolean isReady();

    /**
     * Hands messages over.
     *
     * @param mayWrite asked before each octet that cannot be taken back
     * @return what became of each, in their order
     */
    List<DeliveryOutcome> deliver(List<Parcel> window, BooleanSupplier mayWrite);
}
