package mica.front.checkin;

import java.util.Optional;
import mica.exchange.address.EmailAddress;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.venue.SpotCode;
import mica.front.directory.Directory;
import mica.front.directory.Place;
import mica.front.mailbox.Mailbox;
import mica.web.Express;
import mica.web.ExpressForm;

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

    CheckInExpress(Directory directory, CheckInVerbs verbs, Stamps stamps) {
        this.directory = directory;
        this.verbs = verbs;
        this.stamps = stamps;
    }

    @Override
    public boolean isFor(String path) {
        return path.length() == 1 + SpotCode.LENGTH && path.indexOf('/', 1) < 0;
    }

    @Override
    public void take(ExpressForm form) {
        String visit = form.form().raw("visit");
        SpotCode spot = openSpot(form.path().substring(1)).orElse(null);
        EmailAddress address = switch (EmailAddress.parse(form.form().raw("email"))) {
            case EmailAddress.Outcome.Parsed parsed -> parsed.address();
            case EmailAddress.Outcome.Refused refused -> null;
        };
        if (spot == null || address == null || !CheckInVerbs.isVisit(visit)) {
            form.leave();
            return;
        }
        boolean taken = verbs.registerAtOnce(spot, address, form.language(), visit, registered -> {
            if (registered.outcome() == Mailbox.Outcome.DURABLE) {
                form.redirect(stamps.acceptedScreen(spot, registered.at(), registered.receipt()));
            } else {
                form.leave(REGISTERED, registered);
            }
        });
        if (!taken) {
            form.leave();
        }
    }

    /** The spot of a code exactly as on the poster, when it takes visitors now as far as the directory is at hand. */
    private Optional<SpotCode> openSpot(String code) {
        boolean serviceIsOpen = directory
                .serviceAtHand()
                .filter(service -> service.state() == ServiceFacts.State.OPEN)
                .isPresent();
        return !serviceIsOpen
                ? Optional.empty()
                : SpotCode.read(code)
                        .filter(spot -> spot.value().equals(code))
                        .flatMap(directory::placeAtHand)
                        .filter(place -> place.venue().state() == VenueFacts.State.OPEN)
                        .map(Place::spot)
                        .map(spot -> spot.code());
    }
}
