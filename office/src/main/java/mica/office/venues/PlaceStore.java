package mica.office.venues;

import java.util.List;
import java.util.Optional;
import mica.exchange.text.Kana;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;

/** Finds venues with their spots, closed ones too, for an officer who looks for the place of a case. Threads may share it. */
public final class PlaceStore {

    /** A venue as an officer tells it from others. */
    public record VenueWithSpots(VenueCode code, String name, String kana, String address, List<Spot> spots) {}

    public record Spot(SpotCode code, String label) {}

    private static final RowMapper<VenueWithSpots> PLACE = (row, context) -> new VenueWithSpots(
            new VenueCode(row.getString("code")),
            row.getString("name"),
            row.getString("kana"),
            row.getString("municipality") + row.getString("address"),
            List.of());

    private final Jdbi office;

    public PlaceStore(Jdbi office) {
        this.office = office;
    }

    public Optional<VenueWithSpots> find(VenueCode code) {
        return office.withHandle(handle -> handle.createQuery(
                        "select code, name, kana, municipality, address from venue where code = :code")
                .bind("code", code.value())
                .map(PLACE)
                .findOne()
                .map(place -> withSpots(handle, place)));
    }

    /**
     * Venues by part of name, kana or address, or by the code of the venue or of one of its spots.
     *
     * @param words any spelling of kana; several words must all be found
     */
    public List<VenueWithSpots> search(String words, int limit) {
        String code = VenueCode.read(words).map(VenueCode::value).orElse("");
        String[] parts = words.strip().split("[\\s\u3000]+");
        String[] kana = List.of(parts).stream().map(Kana::katakana).toArray(String[]::new);
        return office.withHandle(handle -> handle.createQuery("""
                        select v.code, v.name, v.kana, v.municipality, v.address from venue v
                        where v.code = :code
                           or v.code in (select s.venue_code from spot s where s.code = :code)
                           or (select bool_and(position(lower(w.word) in lower(v.name || v.municipality || v.address)) > 0
                                               or position(w.kana in v.kana) > 0)
                               from unnest(:words, :kana) as w (word, kana))
                        order by v.kana, v.code limit :limit
                        """)
                .bind("code", code)
                .bindArray("words", String.class, (Object[]) parts)
                .bindArray("kana", String.class, (Object[]) kana)
                .bind("limit", limit)
                .map(PLACE)
                .list());
    }

    private static VenueWithSpots withSpots(Handle handle, VenueWithSpots place) {
        List<Spot> spots = handle.createQuery(
                        "select code, label from spot where venue_code = :venue order by position")
                .bind("venue", place.code().value())
                .map((row, context) -> new Spot(new SpotCode(row.getString("code")), row.getString("label")))
                .list();
        return new VenueWithSpots(place.code(), place.name(), place.kana(), place.address(), spots);
    }
}
