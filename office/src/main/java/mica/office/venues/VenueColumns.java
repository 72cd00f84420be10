package mica.office.venues;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mica.exchange.venue.VenueDetails;
import mica.exchange.venue.VenueField;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * The columns in which a table keeps the details of a venue, with the keys by which a venue registered twice is found. Every
 * store that has such a table names, binds and reads them here.
 */
public final class VenueColumns {

    private static final List<String> DETAILS = Stream.concat(
                    Arrays.stream(VenueField.values()).map(VenueColumns::column), Stream.of("language", "listed"))
            .toList();
    private static final List<String> KEYS = List.of("address_key", "phone_key");

    /** To be read. */
    public static final String NAMES = String.join(", ", DETAILS);
    /** To be written, in the order of {@link #VALUES}. */
    public static final String WRITTEN = written(UnaryOperator.identity());

    public static final String VALUES = written(column -> ":" + column);
    /** For an update. */
    public static final String SETTING = written(column -> column + " = :" + column);

    private VenueColumns() {}

    private static String written(UnaryOperator<String> each) {
        return Stream.concat(DETAILS.stream(), KEYS.stream()).map(each).collect(Collectors.joining(", "));
    }

    private static String column(VenueField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    public static VenueDetails read(ResultSet row) throws SQLException {
        // The function that is handed over can throw nothing, so the texts are read before.
        String[] texts = new String[VenueField.values().length];
        for (VenueField field : VenueField.values()) {
            texts[field.ordinal()] = row.getString(column(field));
        }
        return VenueDetails.of(field -> texts[field.ordinal()], row.getString("language"), row.getBoolean("listed"));
    }

    /** Binds what {@link #VALUES} and {@link #SETTING} name. */
    public static <S extends SqlStatement<S>> S bind(S statement, VenueDetails details) {
        for (VenueField field : VenueField.values()) {
            statement.bind(column(field), field.of(details));
        }
        return statement
                .bind("language", details.language())
                .bind("listed", details.listed())
                .bind("address_key", PlaceKeys.address(details.address()))
                .bind("phone_key", PlaceKeys.phone(details.phone()));
    }
}
