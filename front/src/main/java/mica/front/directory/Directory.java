package mica.front.directory;

import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import mica.exchange.directory.DirectoryStore;
import mica.exchange.directory.Disease;
import mica.exchange.directory.LedgerDay;
import mica.exchange.directory.MailState;
import mica.exchange.directory.OfficeSign;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.envelope.LinkToken;
import mica.exchange.health.Beating;
import mica.exchange.health.Pulse;
import mica.exchange.record.UnreadableRecordException;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.SignedSealKey;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory as the pages see it: read at most every few seconds, and still there for a while when the database is
 * away. What a link stands for is always read anew. Threads may share it.
 */
public final class Directory implements AutoCloseable, Beating {

    private static final Logger LOG = LoggerFactory.getLogger(Directory.class);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    /** What may not be older than this is read each time it is asked for. */
    private static final Duration SHORTEST_RENEWED = Duration.ofSeconds(1);

    private static final Duration LONGEST_ROUND = Duration.ofMinutes(1);
    private static final int VENUES_PER_PAGE = 20;
    private static final Pattern ADDRESS = Pattern.compile("\\S[@＠]\\S+[.．。｡]\\S");
    private static final Listing NOTHING = new Listing(List.of(), 0, null);
    private static final int LEDGER_DAYS = 366;
    private static final String SERVICE = "service";

    /** Shown until the office has published what the service is. */
    private static final ServiceFacts UNPUBLISHED = new ServiceFacts(
            ServiceFacts.State.PREPARING,
            inEveryLanguage("unpublished.name"),
            inEveryLanguage("unpublished.authority"),
            Map.of(),
            Disease.of(inEveryLanguage("unpublished.disease"), 14),
            "－",
            "",
            inEveryLanguage("unpublished.hours"),
            "",
            "Asia/Tokyo",
            List.of(),
            List.of(),
            null,
            false,
            List.of());

    private static Map<String, String> inEveryLanguage(String key) {
        Texts texts = new Texts("mica.front.directory");
        return Language.all().stream().collect(Collectors.toMap(Language::tag, language -> texts.text(language, key)));
    }

    private final DirectoryStore store;
    private final Fresh<String, ServiceFacts> service;
    private final Fresh<SpotCode, Optional<Place>> places;
    private final Fresh<VenueCode, Optional<Place>> firstPlaces;
    private final Fresh<VenueCode, Optional<VenueFacts>> venues;
    private final Fresh<Listing.ListingFilter, Listing> listings;
    private final Fresh<String, List<LedgerDay>> ledgerDays;
    private final @Nullable Thread renewal;
    private final Pulse pulse;

    /** @param age how old a shown fact may be while the database answers */
    public Directory(DirectoryStore store, Duration age) {
        this.store = store;
        this.service = new Fresh<>(only -> store.service().orElse(UNPUBLISHED), age, Duration.ofDays(1), 1);
        this.places = new Fresh<>(this::readPlace, age, LONGEST, 50_000);
        this.firstPlaces = new Fresh<>(this::readFirstPlace, age, LONGEST, 10_000);
        this.venues = new Fresh<>(store::venue, age, LONGEST, 10_000);
        this.listings = new Fresh<>(this::readListing, age, LONGEST, 500);
        this.ledgerDays = new Fresh<>(only -> store.ledgerDays(LEDGER_DAYS), age, LONGEST, 1);
        this.pulse = new Pulse("directory-renewal", age.plus(LONGEST_ROUND));
        this.renewal = age.compareTo(SHORTEST_RENEWED) >= 0
                ? pulse.start(Thread.ofVirtual(), () -> renew(age.dividedBy(2)))
                : null;
    }

    /** The service as last published. Always answers: an error page needs it too. */
    public ServiceFacts service() {
        try {
            return service.get(SERVICE);
        } catch (JdbiException | UnreadableRecordException away) {
            LOG.warn("directory.away reason={}", away.getClass().getSimpleName());
            return UNPUBLISHED;
        }
    }

    /** The service as read lately; never asks the database. */
    public Optional<ServiceFacts> serviceAtHand() {
        return service.atHand(SERVICE);
    }

    /** A place as read lately; never asks the database. Empty also when there is none. */
    public Optional<Place> placeAtHand(SpotCode spot) {
        return places.atHand(spot).flatMap(place -> place);
    }

    /** A public PDF by its file name; large and seldom asked for, so it is read anew. */
    public Optional<byte[]> document(String name) {
        return store.document(name);
    }

    public Optional<Place> place(SpotCode spot) {
        return places.get(spot);
    }

    /** The first spot of a venue, in the order of its posters. */
    public Optional<Place> firstPlace(VenueCode venue) {
        return firstPlaces.get(venue);
    }

    /** What the office did, the last days first, up to a year of them. */
    public List<LedgerDay> ledgerDays() {
        return ledgerDays.get("ledger");
    }

    /** A page of the venues that consented to being listed. */
    public Listing listed(Listing.ListingFilter filter) {
        String words = filter.words();
        // Typed into the wrong field. No venue is found by it, and it is not for the database's log or a cache.
        return words != null && ADDRESS.matcher(words).find() ? NOTHING : listings.get(filter);
    }

    /** As it stands there, not cached and not checked: see {@link mica.front.mailbox}. */
    public Optional<SignedSealKey> key(LocalDate day, KeyPurpose purpose) {
        return store.key(day, purpose);
    }

    public Optional<Receipt> receipt(LinkToken confirming) {
        return store.receipt(confirming);
    }

    /** What became of the registration that a link erases. */
    public Optional<Receipt> receiptToErase(LinkToken erasing) {
        return store.receiptToErase(erasing);
    }

    /** What became of a confirmation mail; empty while nothing is known, or the database is away. */
    public Optional<MailState> mailState(UUID receipt) {
        try {
            return store.mailState(receipt);
        } catch (JdbiException | UnreadableRecordException away) {
            LOG.warn("directory.away reason={}", away.getClass().getSimpleName());
            return Optional.empty();
        }
    }

    public Optional<byte[]> reply(LinkToken link) {
        return store.reply(link);
    }

    /** Whether the database answers now. */
    public boolean answers() {
        try {
            store.service();
            return true;
        } catch (UnreadableRecordException answered) {
            return true;
        } catch (JdbiException away) {
            return false;
        }
    }

    /** The office's last sign of life. @throws JdbiException when the exchange is away */
    public Optional<OfficeSign> officeSign() {
        return store.officeSign();
    }

    private Map<String, ServiceFacts> readService() {
        try {
            return Map.of(SERVICE, store.service().orElse(UNPUBLISHED));
        } catch (UnreadableRecordException said) {
            return Map.of();
        }
    }

    private Optional<Place> readPlace(SpotCode code) {
        return store.spot(code).flatMap(spot -> store.venue(spot.venue()).map(venue -> new Place(venue, spot)));
    }

    /**
     * Two queries for all places in use, where each check-in would make two of its own. Without those that this program
     * does not understand: of them the last that was understood stays.
     */
    private Map<SpotCode, Optional<Place>> readPlaces(Set<SpotCode> codes) {
        Map<SpotCode, Optional<Place>> read = new HashMap<>();
        codes.forEach(code -> read.put(code, Optional.empty()));
        List<SpotFacts> spots = store.spots(codes, read::remove);
        Map<VenueCode, VenueFacts> byCode = new HashMap<>();
        Set<VenueCode> unreadable = new HashSet<>();
        store.venues(spots.stream().map(SpotFacts::venue).collect(Collectors.toSet()), unreadable::add)
                .forEach(venue -> byCode.put(venue.code(), venue));
        for (SpotFacts spot : spots) {
            VenueFacts venue = byCode.get(spot.venue());
            if (unreadable.contains(spot.venue())) {
                read.remove(spot.code());
            } else if (venue != null) {
                read.put(spot.code(), Optional.of(new Place(venue, spot)));
            }
        }
        return read;
    }

    /** Reads anew what is in use, before it is too old to be at hand. @throws JdbiException when the exchange is away */
    void renew() {
        service.renew(only -> readService());
        places.renew(this::readPlaces);
    }

    private void renew(Duration pause) {
        try {
            while (true) {
                Thread.sleep(pause);
                try {
                    pulse.round(this::renew);
                } catch (JdbiException away) {
                    // Whoever asks next finds it out too, and is given what is still there.
                    LOG.warn("directory.away reason={}", away.getClass().getSimpleName());
                } catch (RuntimeException unexpected) {
                    // Nothing that is published may end the renewal of everything else.
                    LOG.error("directory.renewal_failed", unexpected);
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public List<Pulse> pulses() {
        return renewal == null ? List.of() : List.of(pulse);
    }

    /** Ends the renewal. */
    @Override
    public void close() {
        if (renewal != null) {
            renewal.interrupt();
        }
    }

    private Optional<Place> readFirstPlace(VenueCode code) {
        List<SpotFacts> spots = store.spots(code);
        return spots.isEmpty() ? Optional.empty() : store.venue(code).map(venue -> new Place(venue, spots.getFirst()));
    }

    private Listing readListing(Listing.ListingFilter filter) {
        VenueCode after = filter.after();
        VenueFacts last = after == null ? null : venues.get(after).orElse(null);
        List<VenueFacts> found =
                store.listed(filter.words(), filter.sector(), filter.municipality(), last, VENUES_PER_PAGE + 1);
        boolean more = found.size() > VENUES_PER_PAGE;
        List<VenueFacts> shown = more ? List.copyOf(found.subList(0, VENUES_PER_PAGE)) : found;
        return new Listing(
                shown,
                store.listedCount(filter.words(), filter.sector(), filter.municipality()),
                more ? shown.getLast().code() : null);
    }
}
