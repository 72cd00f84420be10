package mica.office.applications;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.database.Json;
import mica.exchange.envelope.ApplicationStatus;
import mica.exchange.envelope.LinkToken;
import mica.exchange.envelope.VenueApplication;
import mica.exchange.venue.VenueCode;
import mica.office.applications.ApplicationTransitions.Cause;
import mica.office.keys.AtRest;
import mica.office.venues.PlaceKeys;
import mica.office.venues.VenueColumns;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jspecify.annotations.Nullable;

/** Owns the applications and their history. Threads may share it. */
final class ApplicationStore {

    private static final String COLUMNS = "id, receipt_number, revision, version, state, " + VenueColumns.NAMES
            + ", spots, comments, message, venue_code, submitted_at, changed_at";

    private static final RowMapper<Application> APPLICATION = (row, context) -> new Application(
            row.getObject("id", UUID.class),
            row.getString("receipt_number"),
            row.getInt("revision"),
            row.getInt("version"),
            ApplicationStatus.State.valueOf(row.getString("state")),
            VenueColumns.read(row),
            Arrays.asList((String[]) row.getArray("spots").getArray()),
            comments(row),
            row.getString("message"),
            row.getString("venue_code") == null ? null : new VenueCode(row.getString("venue_code")),
            row.getTimestamp("submitted_at").toInstant(),
            row.getTimestamp("changed_at").toInstant());

    private final AtRest atRest;

    ApplicationStore(AtRest atRest) {
        this.atRest = atRest;
    }

    private static Map<String, String> comments(ResultSet row) throws SQLException {
        Map<String, String> comments = new LinkedHashMap<>();
        Json.read(row.getString("comments"), Map.class)
                .forEach((field, comment) -> comments.put(String.valueOf(field), String.valueOf(comment)));
        return comments;
    }

    /** False when an application with this link is there already. */
    boolean add(Handle tx, UUID id, LinkToken link, VenueApplication sent, Instant now) {
        return VenueColumns.bind(
                                tx.createUpdate("insert into application (id, link_hash, sealed_link, receipt_number,"
                                        + " revision, state, spots, submitted_at, changed_at, " + VenueColumns.WRITTEN
                                        + ") values (:id, :hash, :sealed, :receipt, :revision, 'SUBMITTED', :spots, :now,"
                                        + " :now, " + VenueColumns.VALUES + ") on conflict (link_hash) do nothing"),
                                sent.details())
                        .bind("id", id)
                        .bind("hash", link.hash())
                        .bind("sealed", atRest.seal(link.bytes()))
                        .bind("receipt", sent.receiptNumber())
                        .bind("revision", sent.revision())
                        .bindArray("spots", String.class, sent.spots().toArray())
                        .bind("now", now)
                        .execute()
                == 1;
    }

    /** Puts a correction in the place of what was sent before. */
    void revise(Handle tx, UUID id, ApplicationStatus.State from, VenueApplication sent, Instant now) {
        VenueColumns.bind(tx.createUpdate("update application set " + VenueColumns.SETTING + """
            , revision = :revision, state = :to, version = version + 1, spots = :spots,
              comments = '{}', message = null, submitted_at = :now, changed_at = :now
            where id = :id and state = :from
            """), sent.details())
                .bind("id", id)
                .bind("from", from.name())
                .bind(
                        "to",
                        ApplicationTransitions.TABLE.next(from, Cause.REVISED).name())
                .bind("revision", sent.revision())
                .bindArray("spots", String.class, sent.spots().toArray())
                .bind("now", now)
                .execute();
    }

    /** What was decided, by whom. @param officer null when the applicant decided */
    record Decision(
            Cause cause,
            @Nullable UUID officer,
            Map<String, String> comments,
            @Nullable String message,
            @Nullable VenueCode venueCode) {}

    /** @return the state it leads to */
    ApplicationStatus.State decide(Handle tx, UUID id, ApplicationStatus.State from, Decision decision, Instant now) {
        ApplicationStatus.State to = ApplicationTransitions.TABLE.next(from, decision.cause());
        tx.createUpdate("""
            update application set state = :to, version = version + 1,
              comments = cast(:comments as jsonb), message = :message, venue_code = :venue,
              decided_by = cast(:officer as uuid), decided_at = :now, changed_at = :now
            where id = :id and state = :from
            """)
                .bind("from", from.name())
                .bind("to", to.name())
                .bind("comments", Json.write(decision.comments()))
                .bind("message", decision.message())
                .bind(
                        "venue",
                        decision.venueCode() == null
                                ? null
                                : decision.venueCode().value())
                .bind("officer", decision.officer())
                .bind("now", now)
                .bind("id", id)
                .execute();
        return to;
    }

    void addStep(Handle tx, UUID id, Application.ApplicationStep step) {
        tx.createUpdate("""
            insert into application_history (application_id, happened_at, revision, state, officer_id,
                                             comments, message)
            values (:id, :at, :revision, :state, cast(:officer as uuid), cast(:comments as jsonb), :message)
            """)
                .bind("id", id)
                .bind("at", step.at())
                .bind("revision", step.revision())
                .bind("state", step.state().name())
                .bind("officer", step.officer())
                .bind("comments", Json.write(step.comments()))
                .bind("message", step.message())
                .execute();
    }

    List<Application.ApplicationStep> history(Handle handle, UUID id) {
        return handle.createQuery("""
            select happened_at, revision, state, officer_id, comments, message
            from application_history where application_id = :id order by id
            """)
                .bind("id", id)
                .map((row, context) -> new Application.ApplicationStep(
                        row.getTimestamp("happened_at").toInstant(),
                        row.getInt("revision"),
                        ApplicationStatus.State.valueOf(row.getString("state")),
                        row.getObject("officer_id", UUID.class),
                        comments(row),
                        row.getString("message")))
                .list();
    }

    Optional<Application> lock(Handle tx, LinkToken link) {
        return tx.createQuery("select " + COLUMNS + " from application where link_hash = :hash for update")
                .bind("hash", link.hash())
                .map(APPLICATION)
                .findOne();
    }

    Optional<Application> lock(Handle tx, UUID id) {
        return tx.createQuery("select " + COLUMNS + " from application where id = :id for update")
                .bind("id", id)
                .map(APPLICATION)
                .findOne();
    }

    Optional<Application> find(Handle handle, UUID id) {
        return handle.createQuery("select " + COLUMNS + " from application where id = :id")
                .bind("id", id)
                .map(APPLICATION)
                .findOne();
    }

    /** A page of the queue, oldest first. @param after the last of the page before; null for the first page */
    List<Application> page(Handle handle, ApplicationStatus.State state, @Nullable Application after, int limit) {
        return handle.createQuery("select " + COLUMNS + """
             from application
            where state = :state
              and (cast(:afterTime as timestamptz) is null or (submitted_at, id) > (cast(:afterTime as timestamptz), cast(:afterId as uuid)))
            order by submitted_at, id limit :limit
            """)
                .bind("state", state.name())
                .bind("afterTime", after == null ? null : after.submittedAt())
                .bind("afterId", after == null ? null : after.id())
                .bind("limit", limit)
                .map(APPLICATION)
                .list();
    }

    /** How many lie in a state, counted no further than the limit. */
    int count(Handle handle, ApplicationStatus.State state, int limit) {
        return handle.createQuery(
                        "select count(*) from (select from application where state = :state limit :limit) as counted")
                .bind("state", state.name())
                .bind("limit", limit)
                .mapTo(Integer.class)
                .one();
    }

    /** Other open applications of the same address or telephone number. */
    List<Application> alike(Handle handle, Application one) {
        return handle.createQuery("select " + COLUMNS + """
             from application
            where state in ('SUBMITTED', 'RETURNED') and id <> :id
              and (address_key = :address or (phone_key <> '' and phone_key = :phone))
            order by submitted_at
            """)
                .bind("id", one.id())
                .bind("address", PlaceKeys.address(one.details().address()))
                .bind("phone", PlaceKeys.phone(one.details().phone()))
                .map(APPLICATION)
                .list();
    }

    LinkToken link(Handle handle, UUID id) {
        byte[] sealed = handle.createQuery("select sealed_link from application where id = :id")
                .bind("id", id)
                .mapTo(byte[].class)
                .one();
        return new LinkToken(atRest.open(sealed));
    }

    /** The application in the form in which it was sent. */
    VenueApplication asSent(Handle handle, Application application) {
        return new VenueApplication(
                link(handle, application.id()).text(),
                application.receiptNumber(),
                application.revision(),
                application.details(),
                application.spots());
    }

    List<Application> toPublish(Handle tx, int limit) {
        return tx.createQuery("select " + COLUMNS + """
             from application where published_version < version
            order by id limit :limit for update skip locked
            """)
                .bind("limit", limit)
                .map(APPLICATION)
                .list();
    }

    void published(Handle tx, Collection<Application> applications) {
        tx.createUpdate("update application set published_version = version where id = any(:ids)")
                .bindArray(
                        "ids",
                        UUID.class,
                        applications.stream().map(Application::id).toArray())
                .execute();
    }

    void forgetPublished(Handle tx) {
        tx.execute("update application set published_version = 0");
    }
}
