package mica.front.checkin;

import java.util.Optional;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.venue.SpotCode;
import mica.front.directory.Directory;
import mica.front.directory.Place;
import mica.front.mailbox.Mailbox;
import mica.front.page.ServiceState;
import mica.web.Express;
import mica.web.ExpressForm;
import org.jspecify.annotations.Nullable;

/**
 * The check-ins in which everything is right and everything is at hand, which are nearly all. The others are answered by
 * {@link CheckInPages#register}, with the same verbs. Threads may share it.
 */
final class CheckInExpress implements Express {

    /** Where the routes find what was already tried. */
    static final String REGISTERED = "checkin.registered";

    private final Directory directory;
    private final CheckInVerbs verbs;
    private final Stamps stamps;
    private final BusyDoors busyDoors;

    CheckInExpress(Directory directory, CheckInVerbs verbs, Stamps stamps, BusyDoors busyDoors) {
        this.directory = directory;
        this.verbs = verbs;
        this.stamps = stamps;
        this.busyDoors = busyDoors;
    }

    @Override
    public boolean isFor(String path) {
        return path.length() == 1 + SpotCode.LENGTH && path.indexOf('/', 1) < 0;
    }

    @Override
    public void take(ExpressForm form) {
        String visit = form.form().raw("visit");
        Place place = openPlace(form.path().substring(1));
        EmailAddress address = switch (EmailAddress.parse(form.form().raw("email"))) {
            case EmailAddress.Outcome.Parsed parsed -> parsed.address();
            case EmailAddress.Outcome.Refused refused -> null;
        };
        if (place == null || address == null || !CheckInVerbs.isVisit(visit)) {
            form.leave();
            return;
        }
        if (form.isCrowded()) {
            turnAway(form, place, visit, verbs.turnedAway());
            return;
        }
        SpotCode spot = place.spot().code();
        boolean taken = verbs.registerAtOnce(spot, address, form.language(), visit, registered -> {
            if (registered.outcome() == Mailbox.Outcome.DURABLE) {
                form.redirect(stamps.acceptedScreen(spot, registered.at(), registered.receipt()));
            } else {
                turnAway(form, place, visit, registered);
            }
        });
        if (!taken) {
            form.leave();
        }
    }

    private void turnAway(ExpressForm form, Place place, String visit, CheckInVerbs.Registered registered) {
        Optional<String> page = registered.outcome() == Mailbox.Outcome.BUSY
                ? busyDoors.page(form.language(), place, visit, form.form().raw("email"))
                : Optional.empty();
        if (page.isPresent()) {
            form.turnAway(page.get(), ServiceState.RETRY_AFTER);
        } else {
            form.leave(REGISTERED, registered);
        }
    }

    /** The place of a code exactly as on the poster, when it takes visitors now as far as the directory is at hand. */
    private @Nullable Place openPlace(String code) {
        ServiceFacts service = directory.serviceAtHand().orElse(null);
        SpotCode spot = SpotCode.read(code).orElse(null);
        if (service == null
                || service.state() != ServiceFacts.State.OPEN
                || spot == null
                || !spot.value().equals(code)) {
            return null;
        }
        Place place = directory.placeAtHand(spot).orElse(null);
        return place != null && place.venue().state() == VenueFacts.State.OPEN ? place : null;
    }
}
