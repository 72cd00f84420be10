package mica.office.venues;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.text.Kana;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.exchange.venue.VenueDetails;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Owns the venues and their spots. Threads may share it. */
public final class VenueStore {

    private static final String COLUMNS = "code, " + VenueColumns.NAMES + ", state, registered_on, version";

    private static final RowMapper<Venue> VENUE = (row, context) -> new Venue(
            new VenueCode(row.getString("code")),
            VenueColumns.read(row),
            VenueFacts.State.valueOf(row.getString("state")),
            row.getObject("registered_on", LocalDate.class),
            row.getInt("version"));

    /** False when the code is taken. */
    boolean add(Handle tx, VenueCode code, VenueDetails details, LocalDate registeredOn, UUID officer) {
        return VenueColumns.bind(
                                tx.createUpdate("insert into venue (code, state, registered_on, registered_by, "
                                        + VenueColumns.WRITTEN
                                        + ") values (:code, 'OPEN', :registeredOn, :officer, "
                                        + VenueColumns.VALUES + ") on conflict (code) do nothing"),
                                details)
                        .bind("code", code.value())
                        .bind("registeredOn", registeredOn)
                        .bind("officer", officer)
                        .execute()
                == 1;
    }

    /** False when the code is taken. */
    boolean addSpot(Handle tx, SpotFacts spot) {
        return tx.createUpdate("""
                        insert into spot (code, venue_code, label, position) values (:code, :venue, :label, :position)
                        on conflict (code) do nothing
                        """)
                        .bind("code", spot.code().value())
                        .bind("venue", spot.venue().value())
                        .bind("label", spot.label())
                        .bind("position", spot.position())
                        .execute()
                == 1;
    }

    Optional<Venue> find(Handle handle, VenueCode code) {
        return handle.createQuery("select " + COLUMNS + " from venue where code = :code")
                .bind("code", code.value())
                .map(VENUE)
                .findOne();
    }

    List<Venue> all(Handle handle, Collection<VenueCode> codes) {
        return handle.createQuery("select " + COLUMNS + " from venue where code = any(:codes) order by code")
                .bindArray(
                        "codes",
                        String.class,
                        codes.stream().map(VenueCode::value).toArray())
                .map(VENUE)
                .list();
    }

    List<SpotFacts> spots(Handle handle, Collection<VenueCode> venues) {
        return handle.createQuery("""
                        select code, venue_code, label, position from spot where venue_code = any(:venues)
                        order by venue_code, position
                        """)
                .bindArray(
                        "venues",
                        String.class,
                        venues.stream().map(VenueCode::value).toArray())
                .map((row, context) -> new SpotFacts(
                        new SpotCode(row.getString("code")),
                        new VenueCode(row.getString("venue_code")),
                        row.getString("label"),
                        row.getInt("position")))
                .list();
    }

    /** A page of venues by kana. @param after the last venue of the page before; null for the first page */
    List<Venue> search(
            Handle handle, String words, VenueFacts.@Nullable State state, @Nullable Venue after, int limit) {
        return handle.createQuery("select " + COLUMNS + """
                         from venue
                        where (:words = ''
                               or position(lower(:words) in lower(name || ' ' || kana || ' ' || address || ' ' || code)) > 0
                               or position(:kana in kana) > 0
                               or (:phone <> '' and phone_key = :phone))
                          and (cast(:state as text) is null or state = :state)
                          and (cast(:afterKana as text) is null or (kana, code) > (:afterKana, :afterCode))
                        order by kana, code limit :limit
                        """)
                .bind("words", words)
                .bind("kana", Kana.katakana(words))
                .bind("phone", PlaceKeys.phone(words))
                .bind("state", state == null ? null : state.name())
                .bind("afterKana", after == null ? null : after.details().kana())
                .bind("afterCode", after == null ? null : after.code().value())
                .bind("limit", limit)
                .map(VENUE)
                .list();
    }

    /** Venues that look like the given ones: one address or one telephone number. */
    public List<Venue> alike(Handle handle, Collection<String> addressKeys, Collection<String> phoneKeys) {
        return handle.createQuery("select " + COLUMNS + """
                         from venue
                        where (address_key = any(:addresses) or (phone_key <> '' and phone_key = any(:phones)))
                          and state <> 'CLOSED'
                        order by code
                        """)
                .bindArray("addresses", String.class, addressKeys.toArray())
                .bindArray("phones", String.class, phoneKeys.toArray())
                .map(VENUE)
                .list();
    }

    /** False when somebody else changed the venue since the given version. */
    boolean change(Handle tx, Venue venue) {
        return VenueColumns.bind(tx.createUpdate("update venue set " + VenueColumns.SETTING + """
                        , state = :state, version = version + 1 where code = :code and version = :version
                        """), venue.details())
                        .bind("state", venue.state().name())
                        .bind("code", venue.code().value())
                        .bind("version", venue.version())
                        .execute()
                == 1;
    }

    /** Locks venues whose last change is not published yet; those another office is publishing are left to it. */
    List<Venue> toPublish(Handle tx, int limit) {
        return tx.createQuery("select " + COLUMNS + """
                         from venue where published_version < version
                        order by code limit :limit for update skip locked
                        """)
                .bind("limit", limit)
                .map(VENUE)
                .list();
    }

    void published(Handle tx, Collection<Venue> venues) {
        tx.createUpdate("update venue set published_version = version where code = any(:codes)")
                .bindArray(
                        "codes",
                        String.class,
                        venues.stream().map(venue -> venue.code().value()).toArray())
                .execute();
    }

    /** Has every venue published again, as after the exchange was lost. */
    void forgetPublished(Handle tx) {
        tx.execute("update venue set published_version = 0");
    }
}
