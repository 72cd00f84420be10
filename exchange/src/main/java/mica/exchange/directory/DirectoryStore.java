package mica.exchange.directory;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import mica.exchange.envelope.LinkToken;
import mica.exchange.health.Condition;
import mica.exchange.log.Repeats;
import mica.exchange.record.Records;
import mica.exchange.record.UnreadableRecordException;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.SignedSealKey;
import mica.exchange.text.Kana;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the directory: the public facts the office published. What this program does not understand is said; of many, the
 * others are answered without it. Threads may share it.
 */
public final class DirectoryStore {

    private static final Logger LOG = LoggerFactory.getLogger(DirectoryStore.class);

    private static final String VENUE_COLUMNS =
            "version, venue_code, name, kana, sector, municipality, address, listed, state, registered_on";

    private static final String SPOT_COLUMNS = "version, spot_code, venue_code, label, position";

    private final Jdbi exchange;
    private final Repeats unreadable = new Repeats();

    public DirectoryStore(Jdbi exchange) {
        this.exchange = exchange;
    }

    private VenueFacts venueOf(ResultSet row, StatementContext context) throws SQLException {
        return read(
                VenueFacts.class,
                row,
                () -> new VenueFacts(
                        new VenueCode(row.getString("venue_code")),
                        row.getString("name"),
                        row.getString("kana"),
                        row.getString("sector"),
                        row.getString("municipality"),
                        row.getString("address"),
                        row.getBoolean("listed"),
                        VenueFacts.State.valueOf(row.getString("state")),
                        row.getObject("registered_on", LocalDate.class)));
    }

    private SpotFacts spotOf(ResultSet row, StatementContext context) throws SQLException {
        return read(
                SpotFacts.class,
                row,
                () -> new SpotFacts(
                        new SpotCode(row.getString("spot_code")),
                        new VenueCode(row.getString("venue_code")),
                        row.getString("label"),
                        row.getInt("position")));
    }

    private <T> T read(Class<T> type, ResultSet row, Records.RowReading<T> reading) throws SQLException {
        try {
            return Records.row(type, row, reading);
        } catch (UnreadableRecordException wrong) {
            throw said(wrong);
        }
    }

    private UnreadableRecordException said(UnreadableRecordException wrong) {
        unreadable.note(
                String.valueOf(wrong.getMessage()),
                1,
                (what, times) -> LOG.error("directory.record_unreadable what=\"{}\" times={}", what, times));
        return wrong;
    }

    /** One that this program does not understand must not hide the others. @param without told those left out */
    private static <T> RowMapper<Optional<T>> understood(RowMapper<T> mapper, RowConsumer without) {
        return (row, context) -> {
            try {
                return Optional.of(mapper.map(row, context));
            } catch (UnreadableRecordException said) {
                without.accept(row);
                return Optional.empty();
            }
        };
    }

    private static <T> List<T> those(List<Optional<T>> understood) {
        return understood.stream().flatMap(Optional::stream).toList();
    }

    @FunctionalInterface
    private interface RowConsumer {
        void accept(ResultSet row) throws SQLException;
    }

    /**
     * The service as last published; empty before the office first ran.
     *
     * @throws UnreadableRecordException as all that reads one record does, when this program does not understand it
     */
    public Optional<ServiceFacts> service() {
        Optional<String> body = exchange.withHandle(handle -> handle.createQuery("select body from directory.service")
                .mapTo(String.class)
                .findOne());
        try {
            return body.map(json -> Records.read(json, ServiceFacts.class));
        } catch (UnreadableRecordException wrong) {
            throw said(wrong);
        }
    }

    public Optional<VenueFacts> venue(VenueCode code) {
        return exchange.withHandle(handle -> handle.createQuery(
                        "select " + VENUE_COLUMNS + " from directory.venue where venue_code = :code")
                .bind("code", code.value())
                .map(this::venueOf)
                .findOne());
    }

    public Optional<SpotFacts> spot(SpotCode code) {
        return exchange.withHandle(
                handle -> handle.createQuery("select " + SPOT_COLUMNS + " from directory.spot where spot_code = :code")
                        .bind("code", code.value())
                        .map(this::spotOf)
                        .findOne());
    }

    /** Those of many venues that there are, in no order. @param unreadable told those this program does not understand */
    public List<VenueFacts> venues(Collection<VenueCode> codes, Consumer<VenueCode> unreadable) {
        return those(exchange.withHandle(handle -> handle.createQuery(
                        "select " + VENUE_COLUMNS + " from directory.venue where venue_code = any(:codes)")
                .bind("codes", codes.stream().map(VenueCode::value).toArray(String[]::new))
                .map(understood(
                        this::venueOf,
                        row -> VenueCode.read(row.getString("venue_code")).ifPresent(unreadable)))
                .list()));
    }

    /** Those of many spots that there are, in no order. @param unreadable told those this program does not understand */
    public List<SpotFacts> spots(Collection<SpotCode> codes, Consumer<SpotCode> unreadable) {
        return those(exchange.withHandle(handle -> handle.createQuery(
                        "select " + SPOT_COLUMNS + " from directory.spot where spot_code = any(:codes)")
                .bind("codes", codes.stream().map(SpotCode::value).toArray(String[]::new))
                .map(understood(
                        this::spotOf,
                        row -> SpotCode.read(row.getString("spot_code")).ifPresent(unreadable)))
                .list()));
    }

    /** The spots of a venue in the order of its posters. */
    public List<SpotFacts> spots(VenueCode venue) {
        return those(exchange.withHandle(handle -> handle.createQuery(
                        "select " + SPOT_COLUMNS + " from directory.spot where venue_code = :venue order by position")
                .bind("venue", venue.value())
                .map(understood(this::spotOf, row -> {}))
                .list()));
    }

    /**
     * A page of the venues that consented to being listed, by kana.
     *
     * @param words part of a name, kana (in hiragana too) or address; null for all
     * @param after the last venue of the page before; null for the first page
     */
    public List<VenueFacts> listed(
            @Nullable String words,
            @Nullable String sector,
            @Nullable String municipality,
            @Nullable VenueFacts after,
            int limit) {
        return those(exchange.withHandle(handle -> handle.createQuery("select " + VENUE_COLUMNS + """
                         from directory.venue
                        where listed and state <> 'CLOSED'
                          and (cast(:words as text) is null
                               or position(lower(cast(:words as text)) in lower(name || ' ' || kana || ' ' || address)) > 0
                               or position(cast(:kana as text) in kana) > 0)
                          and (cast(:sector as text) is null or sector = :sector)
                          and (cast(:municipality as text) is null or municipality = :municipality)
                          and (cast(:afterKana as text) is null or (kana, venue_code) > (:afterKana, :afterCode))
                        order by kana, venue_code limit :limit
                        """)
                .bind("words", words)
                .bind("kana", words == null ? null : Kana.katakana(words))
                .bind("sector", sector)
                .bind("municipality", municipality)
                .bind("afterKana", after == null ? null : after.kana())
                .bind("afterCode", after == null ? null : after.code().value())
                .bind("limit", limit)
                .map(understood(this::venueOf, row -> {}))
                .list()));
    }

    /** How many venues are on the public list with these filters. */
    public int listedCount(@Nullable String words, @Nullable String sector, @Nullable String municipality) {
        return exchange.withHandle(handle -> handle.createQuery("""
                        select count(*) from directory.venue
                        where listed and state <> 'CLOSED'
                          and (cast(:words as text) is null
                               or position(lower(cast(:words as text)) in lower(name || ' ' || kana || ' ' || address)) > 0
                               or position(cast(:kana as text) in kana) > 0)
                          and (cast(:sector as text) is null or sector = :sector)
                          and (cast(:municipality as text) is null or municipality = :municipality)
                        """)
                .bind("words", words)
                .bind("kana", words == null ? null : Kana.katakana(words))
                .bind("sector", sector)
                .bind("municipality", municipality)
                .mapTo(Integer.class)
                .one());
    }

    /** The key published for a day and purpose, as it stands there: its signature is for the reader to check. */
    public Optional<SignedSealKey> key(LocalDate day, KeyPurpose purpose) {
        return exchange.withHandle(handle -> handle.createQuery("""
                        select statement, signature from directory.seal_key where day = :day and purpose = :purpose
                        """)
                .bind("day", day)
                .bind("purpose", purpose.name())
                .map((row, context) -> new SignedSealKey(
                        day, purpose, octets(row.getBytes("statement")), octets(row.getBytes("signature"))))
                .findOne());
    }

    /** Whoever owns the exchange may drop its constraints: what is missing is empty and will not verify. */
    private static byte[] octets(byte @Nullable [] column) {
        return column == null ? new byte[0] : column;
    }

    /** What became of the registration that a link confirms. */
    public Optional<Receipt> receipt(LinkToken confirming) {
        return exchange.withHandle(handle -> handle.createQuery(
                        "select version, state, day, one_link, place from directory.receipt where link_hash = :hash")
                .bind("hash", confirming.hash())
                .map((row, context) -> read(
                        Receipt.class,
                        row,
                        () -> new Receipt(
                                Receipt.State.valueOf(row.getString("state")),
                                row.getObject("day", LocalDate.class),
                                row.getBoolean("one_link"),
                                octets(row.getBytes("place")))))
                .findOne());
    }

    /** What became of the registration that a link erases. */
    public Optional<Receipt> receiptToErase(LinkToken erasing) {
        return receipt(erasing.confirming()).or(() -> receipt(erasing).filter(Receipt::oneLink));
    }

    /** What the office did, the last days first. */
    public List<LedgerDay> ledgerDays(int limit) {
        return those(exchange.withHandle(handle -> handle.createQuery("""
                        select version, day, complete, openings, addresses_opened, notices_sent, days_erased, visits_erased,
                               holds_in_force, head_number, head_hash, signed_at, public_key, signature
                        from directory.ledger_day order by day desc limit :limit
                        """)
                .bind("limit", limit)
                .map(understood(this::ledgerDayOf, row -> {}))
                .list()));
    }

    private LedgerDay ledgerDayOf(ResultSet row, StatementContext context) throws SQLException {
        return read(
                LedgerDay.class,
                row,
                () -> new LedgerDay(
                        row.getObject("day", LocalDate.class),
                        row.getBoolean("complete"),
                        row.getLong("openings"),
                        row.getLong("addresses_opened"),
                        row.getLong("notices_sent"),
                        row.getLong("days_erased"),
                        row.getLong("visits_erased"),
                        row.getLong("holds_in_force"),
                        row.getObject("signed_at") == null
                                ? null
                                : new LedgerDay.Head(
                                        row.getLong("head_number"),
                                        row.getBytes("head_hash"),
                                        row.getTimestamp("signed_at").toInstant(),
                                        row.getBytes("public_key"),
                                        row.getBytes("signature"))));
    }

    /** What became of a confirmation mail; empty while nothing is known. */
    public Optional<MailState> mailState(UUID receipt) {
        return exchange.withHandle(handle -> handle.createQuery(
                        "select version, state from directory.mail_state where receipt = :receipt")
                .bind("receipt", receipt)
                .map((row, context) -> read(MailState.class, row, () -> MailState.valueOf(row.getString("state"))))
                .findOne());
    }

    /** The office's last sign of life; empty before its first. */
    public Optional<OfficeSign> officeSign() {
        // CURRENT_TIMESTAMP is a keyword: the front's role may call no function that tells the time.
        return exchange.withHandle(handle -> handle.createQuery("""
                        select cast(extract(epoch from current_timestamp - given_at) as bigint) as seconds, condition, version
                        from directory.office_sign
                        """)
                .map((row, context) -> read(
                        OfficeSign.class,
                        row,
                        () -> new OfficeSign(
                                Duration.ofSeconds(Math.max(0, row.getLong("seconds"))),
                                Condition.valueOf(row.getString("condition")))))
                .findOne());
    }

    /** A public PDF, by its file name such as {@code usage-ja.pdf}. */
    public Optional<byte[]> document(String name) {
        return exchange.withHandle(
                handle -> handle.createQuery("select bytes from directory.document where name = :name")
                        .bind("name", name)
                        .mapTo(byte[].class)
                        .findOne());
    }

    /** The sealed answer to an applicant; see {@link ReplySeal}. */
    public Optional<byte[]> reply(LinkToken link) {
        return exchange.withHandle(
                handle -> handle.createQuery("select body from directory.reply where link_hash = :hash")
                        .bind("hash", link.hash())
                        .mapTo(byte[].class)
                        .findOne());
    }
}
