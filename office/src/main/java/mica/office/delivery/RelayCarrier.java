package mica.office.delivery;

import java.util.List;
import java.util.function.BooleanSupplier;
import mica.office.relay.DeliveryOutcome;
import mica.office.relay.Parcel;
import mica.office.relay.RelaySession;

/** The office's relays. */
record RelayCarrier(RelaySession session) implements Carrier {

    @Override
    public boolean isReady() {
        return session.ready().isEmpty();
    }

    @Override
    public List<DeliveryOutcome> deliver(List<Parcel> window, BooleanSupplier mayWrite) {
        return session.deliver(window, mayWrite);
    }
}
