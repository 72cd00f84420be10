package mica.office.directory;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import mica.exchange.directory.LedgerDay;
import mica.exchange.directory.MailState;
import mica.exchange.directory.OfficeSign;
import mica.exchange.directory.Receipt;
import mica.exchange.directory.ReplySeal;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.directory.SpotFacts;
import mica.exchange.directory.VenueFacts;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.LinkToken;
import mica.exchange.health.Condition;
import mica.exchange.record.Records;
import mica.exchange.seal.SignedSealKey;
import mica.exchange.venue.VenueCode;
import mica.office.kept.DayRows;
import mica.office.kept.DayTable;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * The street outward: writes public facts into the directory. Each call says the whole of what is now true of its
 * subject, so repeating one does no harm. Threads may share it.
 */
public final class PublishedStore {

    private final Jdbi exchange;
    private final InstantSource clock;

    public PublishedStore(Jdbi exchange, InstantSource clock) {
        this.exchange = exchange;
        this.clock = clock;
    }

    public void publish(ServiceFacts service) {
        exchange.useHandle(handle -> handle.createUpdate("""
                        insert into directory.service (body, published_at) values (:body, :now)
                        on conflict (only_row) do update set body = excluded.body, published_at = excluded.published_at
                        """)
                .bind("body", Records.write(service))
                .bind("now", clock.instant())
                .execute());
    }

    /** A venue to publish, with its spots in the order of its posters. */
    public record PublishedVenue(VenueFacts facts, List<SpotFacts> spots) {}

    public void publish(Collection<PublishedVenue> venues) {
        // One statement can write a row only once.
        Map<VenueCode, PublishedVenue> last = new LinkedHashMap<>();
        venues.forEach(venue -> last.put(venue.facts().code(), venue));
        exchange.useTransaction(handle -> {
            PreparedBatch venueBatch = handle.prepareBatch("""
                    insert into directory.venue (version, venue_code, name, kana, sector, municipality, address, listed,
                                                 state, registered_on)
                    values (:version, :code, :name, :kana, :sector, :municipality, :address, :listed, :state,
                            :registeredOn)
                    on conflict (venue_code) do update set
                      version = excluded.version, name = excluded.name, kana = excluded.kana, sector = excluded.sector,
                      municipality = excluded.municipality, address = excluded.address, listed = excluded.listed,
                      state = excluded.state, registered_on = excluded.registered_on
                    """);
            PreparedBatch spotBatch = handle.prepareBatch("""
                    insert into directory.spot (version, spot_code, venue_code, label, position)
                    values (:version, :code, :venue, :label, :position)
                    on conflict (spot_code) do update set
                      version = excluded.version, label = excluded.label, position = excluded.position
                    """);
            for (PublishedVenue venue : last.values()) {
                VenueFacts facts = venue.facts();
                venueBatch
                        .bind("version", Records.version(VenueFacts.class))
                        .bind("code", facts.code().value())
                        .bind("name", facts.name())
                        .bind("kana", facts.kana())
                        .bind("sector", facts.sector())
                        .bind("municipality", facts.municipality())
                        .bind("address", facts.listed() ? facts.address() : "")
                        .bind("listed", facts.listed())
                        .bind("state", facts.state().name())
                        .bind("registeredOn", facts.registeredOn())
                        .add();
                for (SpotFacts spot : venue.spots()) {
                    spotBatch
                            .bind("version", Records.version(SpotFacts.class))
                            .bind("code", spot.code().value())
                            .bind("venue", spot.venue().value())
                            .bind("label", spot.label())
                            .bind("position", spot.position())
                            .add();
                }
            }
            venueBatch.execute();
            spotBatch.execute();
        });
    }

    /** A day's public key with its signature. @return whether something else stood there, or nothing */
    public boolean publish(SignedSealKey key) {
        return exchange.withHandle(handle -> handle.createUpdate("""
                        insert into directory.seal_key (day, purpose, statement, signature)
                        values (:day, :purpose, :statement, :signature)
                        on conflict (day, purpose) do update
                        set statement = excluded.statement, signature = excluded.signature
                        where directory.seal_key.statement <> excluded.statement
                           or directory.seal_key.signature <> excluded.signature
                        """)
                        .bind("day", key.day())
                        .bind("purpose", key.purpose().name())
                        .bind("statement", key.statement())
                        .bind("signature", key.signature())
                        .execute())
                > 0;
    }

    /** The answer to an applicant, sealed under their link. */
    public void publish(ApplicationStatus status) {
        LinkToken link = LinkToken.read(status.application().linkToken()).orElseThrow(IllegalArgumentException::new);
        byte[] body = ReplySeal.seal(link, Records.write(status).getBytes(StandardCharsets.UTF_8));
        exchange.useHandle(handle -> handle.createUpdate("""
                        insert into directory.reply (link_hash, body, published_at) values (:hash, :body, :now)
                        on conflict (link_hash) do update set body = excluded.body, published_at = excluded.published_at
                        """)
                .bind("hash", link.hash())
                .bind("body", body)
                .bind("now", clock.instant())
                .execute());
    }

    /** A sign of life, by the exchange's clock. @param condition how the office is */
    public void publishSign(Condition condition) {
        exchange.useHandle(handle -> handle.createUpdate("""
                        insert into directory.office_sign (version, given_at, condition)
                        values (:version, clock_timestamp(), :condition)
                        on conflict (only_row) do update set
                          version = excluded.version, given_at = excluded.given_at, condition = excluded.condition
                        """)
                .bind("version", Records.version(OfficeSign.class))
                .bind("condition", condition.name())
                .execute());
    }

    /** A public PDF. @param name letters, digits and hyphens, ending in {@code .pdf} */
    public void publishDocument(String name, byte[] pdf) {
        exchange.useHandle(handle -> handle.createUpdate("""
                        insert into directory.document (name, bytes, published_at) values (:name, :bytes, :now)
                        on conflict (name) do update set bytes = excluded.bytes, published_at = excluded.published_at
                        where directory.document.bytes <> excluded.bytes
                        """)
                .bind("name", name)
                .bind("bytes", pdf)
                .bind("now", clock.instant())
                .execute());
    }

    /** What the office did on days, in numbers. */
    public void publishLedgerDays(Collection<LedgerDay> days) {
        exchange.useTransaction(handle -> {
            for (LedgerDay day : days) {
                LedgerDay.Head head = day.head();
                handle.createUpdate("""
                                insert into directory.ledger_day (version, day, complete, openings, addresses_opened,
                                  notices_sent, days_erased, visits_erased, holds_in_force, head_number, head_hash,
                                  signed_at, public_key, signature)
                                values (:version, :day, :complete, :openings, :addresses, :notices, :days, :visits, :holds,
                                  cast(:number as bigint), cast(:hash as bytea), cast(:signedAt as timestamptz),
                                  cast(:key as bytea), cast(:signature as bytea))
                                on conflict (day) do update set
                                  version = excluded.version, complete = excluded.complete, openings = excluded.openings,
                                  addresses_opened = excluded.addresses_opened, notices_sent = excluded.notices_sent,
                                  days_erased = excluded.days_erased, visits_erased = excluded.visits_erased,
                                  holds_in_force = excluded.holds_in_force, head_number = excluded.head_number,
                                  head_hash = excluded.head_hash, signed_at = excluded.signed_at,
                                  public_key = excluded.public_key, signature = excluded.signature
                                """)
                        .bind("version", Records.version(LedgerDay.class))
                        .bind("day", day.day())
                        .bind("complete", day.complete())
                        .bind("openings", day.openings())
                        .bind("addresses", day.addressesOpened())
                        .bind("notices", day.noticesSent())
                        .bind("days", day.daysErased())
                        .bind("visits", day.visitsErased())
                        .bind("holds", day.holdsInForce())
                        .bind("number", head == null ? null : head.number())
                        .bind("hash", head == null ? null : head.hash())
                        .bind("signedAt", head == null ? null : head.signedAt())
                        .bind("key", head == null ? null : head.publicKey())
                        .bind("signature", head == null ? null : head.signature())
                        .execute();
            }
        });
    }

    /** The days whose numbers are published and do not change any more. */
    public Set<LocalDate> completeLedgerDays() {
        return exchange.withHandle(
                handle -> Set.copyOf(handle.createQuery("select day from directory.ledger_day where complete")
                        .mapTo(LocalDate.class)
                        .list()));
    }

    /** What became of a registration. @param linkHash of the link that confirms it */
    public record LinkReceipt(byte[] linkHash, Receipt receipt) {}

    public void publishReceipts(Collection<LinkReceipt> receipts) {
        if (receipts.isEmpty()) {
            return;
        }
        // One link may be used several times at once; one statement can write a row only once.
        Map<ByteBuffer, LinkReceipt> last = new LinkedHashMap<>();
        receipts.forEach(receipt -> last.put(ByteBuffer.wrap(receipt.linkHash()), receipt));
        exchange.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into directory.receipt (version, link_hash, state, day, one_link, place)
                    values (:version, :hash, :state, :day, :oneLink, :place)
                    on conflict (link_hash) do update set
                      version = excluded.version, state = excluded.state,
                      place = case when excluded.state in ('SENT', 'CONFIRMED') then directory.receipt.place end
                    """);
            for (LinkReceipt receipt : last.values()) {
                batch.bind("version", Records.version(Receipt.class))
                        .bind("hash", receipt.linkHash())
                        .bind("state", receipt.receipt().state().name())
                        .bind("day", receipt.receipt().day())
                        .bind("oneLink", receipt.receipt().oneLink())
                        .bind("place", receipt.receipt().place())
                        .add();
            }
            batch.execute();
        });
    }

    /** What became of a confirmation mail. @param receipt see {@link MailState#receipt} */
    public record MailReceipt(UUID receipt, MailState state, LocalDate day) {}

    /** What is final stays, but for a mail that was sent and came back. */
    public void publishMailStates(Collection<MailReceipt> receipts) {
        // One statement can write a row only once.
        Map<UUID, MailReceipt> last = new LinkedHashMap<>();
        receipts.forEach(receipt -> last.merge(
                receipt.receipt(), receipt, (before, next) -> before.state().mayBecome(next.state()) ? next : before));
        exchange.useHandle(handle -> {
            PreparedBatch batch = handle.prepareBatch("""
                    insert into directory.mail_state (version, receipt, state, day)
                    values (:version, :receipt, :state, :day)
                    on conflict (receipt) do update set version = excluded.version, state = excluded.state
                    where directory.mail_state.state = 'LATER'
                       or directory.mail_state.state = 'SENT' and excluded.state = 'REFUSED'
                    """);
            for (MailReceipt receipt : last.values()) {
                batch.bind("version", Records.version(MailState.class))
                        .bind("receipt", receipt.receipt())
                        .bind("state", receipt.state().name())
                        .bind("day", receipt.day())
                        .add();
            }
            batch.execute();
        });
    }

    /** Takes down the published keys of the days before one. */
    public void forgetKeysBefore(LocalDate day) {
        exchange.useHandle(handle -> handle.execute("delete from directory.seal_key where day < ?", day));
    }

    /** Takes down the published keys of a day. */
    public void forgetKeysOf(LocalDate day) {
        exchange.useHandle(handle -> handle.execute("delete from directory.seal_key where day = ?", day));
    }

    /** The receipts of links, which go with their day. */
    public DayRows receipts() {
        return DayTable.in(exchange, "receipts", "directory.receipt", "day");
    }

    /** The states of mails, which go with their day. */
    public DayRows mailStates() {
        return DayTable.in(exchange, "mail_states", "directory.mail_state", "day");
    }
}
