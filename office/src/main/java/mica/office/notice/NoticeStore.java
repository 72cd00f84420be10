package mica.office.notice;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import mica.exchange.text.Language;
import mica.exchange.venue.SpotCode;
import mica.exchange.venue.VenueCode;
import mica.office.cases.InfectionCase;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/** Owns the notices with their texts and places. Threads may share it. */
public final class NoticeStore {

    private static final String COLUMNS = """
        n.id, n.number, n.kind, n.follow_up_of, n.state, n.written_by, n.case_id, c.opened_by, c.entered_at,
        n.period_from, n.period_to, n.include_unconfirmed, n.requested_at, n.content_hash, n.approved_by, n.approved_at,
        n.send_until, n.recipients, n.finished_at, n.version
        """;

    private static final String STEP = """
        update notice set state = :to, version = version + 1 %s
        where id = :id and state = :from
        """;

    private record NamedPlace(int position, VenueCode venue, String name) {}

    private static final RowMapper<NoticeLine> LINE = (row, context) -> new NoticeLine(
            row.getObject("id", UUID.class),
            row.getString("number"),
            NoticeKind.valueOf(row.getString("kind")),
            NoticeState.valueOf(row.getString("state")),
            row.getTimestamp("entered_at").toInstant(),
            row.getInt("recipients"),
            row.getString("places"));

    /** The next number of a year: N-2026-0001. */
    String nextNumber(Handle tx, int year) {
        int last = tx.createQuery("""
            insert into notice_number (year, last) values (:year, 1)
            on conflict (year) do update set last = notice_number.last + 1
            returning last
            """).bind("year", year).mapTo(Integer.class).one();
        return "N-%d-%04d".formatted(year, last);
    }

    void add(Handle tx, UUID id, String number, UUID infectionCase, NoticeContent content, UUID author) {
        tx.createUpdate("""
            insert into notice (id, number, kind, follow_up_of, author, written_by, case_id, period_from, period_to,
                                include_unconfirmed)
            values (:id, :number, :kind, cast(:followUpOf as uuid), :author, array[:author], :case,
                    cast(:from as timestamptz), cast(:to as timestamptz), :unconfirmed)
            """)
                .bind("id", id)
                .bind("number", number)
                .bind("kind", content.kind().name())
                .bind("followUpOf", content.followUpOf())
                .bind("author", author)
                .bind("case", infectionCase)
                .bind("from", content.from())
                .bind("to", content.to())
                .bind("unconfirmed", content.includeUnconfirmed())
                .execute();
        addParts(tx, id, content);
    }

    public Optional<Notice> find(Handle handle, UUID id) {
        return find(handle, id, "");
    }

    /** The notice, held until the transaction ends. */
    public Optional<Notice> lock(Handle tx, UUID id) {
        return find(tx, id, " for update of n");
    }

    /** The notice, whose state nobody changes until the transaction ends. */
    public Optional<Notice> hold(Handle tx, UUID id) {
        return find(tx, id, " for share of n");
    }

    private Optional<Notice> find(Handle handle, UUID id, String lock) {
        return handle.createQuery("select " + COLUMNS
                        + " from notice n join infection_case c on c.id = n.case_id where n.id = :id" + lock)
                .bind("id", id)
                .map((row, context) -> new Notice(
                        row.getObject("id", UUID.class),
                        row.getString("number"),
                        NoticeState.valueOf(row.getString("state")),
                        Arrays.asList((UUID[]) row.getArray("written_by").getArray()),
                        new InfectionCase(
                                row.getObject("case_id", UUID.class),
                                row.getObject("opened_by", UUID.class),
                                row.getTimestamp("entered_at").toInstant()),
                        new NoticeContent(
                                NoticeKind.valueOf(row.getString("kind")),
                                row.getObject("follow_up_of", UUID.class),
                                places(handle, id),
                                instant(row.getTimestamp("period_from")),
                                instant(row.getTimestamp("period_to")),
                                row.getBoolean("include_unconfirmed"),
                                texts(handle, id)),
                        instant(row.getTimestamp("requested_at")),
                        row.getString("content_hash"),
                        row.getObject("approved_by", UUID.class),
                        instant(row.getTimestamp("approved_at")),
                        instant(row.getTimestamp("send_until")),
                        row.getInt("recipients"),
                        instant(row.getTimestamp("finished_at")),
                        row.getInt("version")))
                .findOne();
    }

    /** Newest first, thrown-away drafts left out. @param before the last number of the page before; null at first */
    List<NoticeLine> list(Handle handle, @Nullable String before, int limit) {
        return handle.createQuery("""
            select n.id, n.number, n.kind, n.state, c.entered_at, n.recipients,
                   coalesce((select string_agg(p.venue_name, '、' order by p.position)
                             from notice_place p where p.notice_id = n.id), '') as places
            from notice n join infection_case c on c.id = n.case_id
            where n.state <> 'DISCARDED' and (cast(:before as text) is null or n.number < :before)
            order by n.number desc limit :limit
            """)
                .bind("before", before)
                .bind("limit", limit)
                .map(LINE)
                .list();
    }

    /** Follow-ups of a notice, oldest first. */
    public List<NoticeLine> followUps(Handle handle, UUID first) {
        return handle.createQuery("""
            select n.id, n.number, n.kind, n.state, c.entered_at, n.recipients, '' as places
            from notice n join infection_case c on c.id = n.case_id
            where n.follow_up_of = :first and n.state <> 'DISCARDED' order by n.number
            """).bind("first", first).map(LINE).list();
    }

    /** An officer's draft in which nothing was entered yet. */
    Optional<UUID> untouchedDraft(Handle handle, UUID author) {
        return handle.createQuery("""
            select id from notice where author = :author and state = 'DRAFT' and version = 1 and kind = 'FIRST'
            order by number desc limit 1 for update
            """).bind("author", author).mapTo(UUID.class).findOne();
    }

    /** Replaces what a draft says and to whom. */
    void change(Handle tx, UUID id, NoticeContent content, UUID officer) {
        tx.createUpdate("""
            update notice set period_from = cast(:from as timestamptz),
                   period_to = cast(:to as timestamptz), include_unconfirmed = :unconfirmed,
                   version = version + 1,
                   written_by = case when :officer = any (written_by) then written_by
                                     else written_by || :officer end
            where id = :id
            """)
                .bind("id", id)
                .bind("from", content.from())
                .bind("to", content.to())
                .bind("unconfirmed", content.includeUnconfirmed())
                .bind("officer", officer)
                .execute();
        for (String table : List.of("notice_spot", "notice_place", "notice_text")) {
            tx.createUpdate("delete from " + table + " where notice_id = :id")
                    .bind("id", id)
                    .execute();
        }
        addParts(tx, id, content);
    }

    void ask(Handle tx, UUID id, NoticeState from, String hash, UUID officer, Instant now) {
        step(tx, id, from, NoticeEvent.ASKED, """
                , requested_at = :now, content_hash = :hash,
                written_by = case when :officer = any (written_by) then written_by else written_by || :officer end
                """, Map.of("hash", hash, "officer", officer, "now", now));
    }

    /** Takes a request for approval back. @param cause why */
    void backToDraft(Handle tx, UUID id, NoticeState from, NoticeEvent cause) {
        step(tx, id, from, cause, ", requested_at = null, content_hash = null", Map.of());
    }

    void approve(Handle tx, UUID id, NoticeState from, UUID officer, Instant now, Instant sendUntil, int recipients) {
        step(
                tx,
                id,
                from,
                NoticeEvent.APPROVED,
                ", approved_by = :officer, approved_at = :now, send_until = :sendUntil, recipients = :recipients",
                Map.of("officer", officer, "now", now, "sendUntil", sendUntil, "recipients", recipients));
    }

    /**
     * Takes a step of which nothing but its time is to be kept.
     *
     * @throws IllegalStateException when it does not happen in that state, or the notice is in another one
     */
    public void step(Handle tx, UUID id, NoticeState from, NoticeEvent cause, Instant now) {
        boolean last = NoticeTransitions.TABLE.next(from, cause).isOver();
        step(tx, id, from, cause, last ? ", finished_at = :now" : "", last ? Map.of("now", now) : Map.of());
    }

    private static void step(
            Handle tx, UUID id, NoticeState from, NoticeEvent cause, String more, Map<String, Object> arguments) {
        int moved = tx.createUpdate(STEP.formatted(more))
                .bind("id", id)
                .bind("from", from.name())
                .bind("to", NoticeTransitions.TABLE.next(from, cause).name())
                .bindMap(arguments)
                .execute();
        if (moved != 1) {
            throw new IllegalStateException("the notice is no longer " + from);
        }
    }

    /** More people are fixed. @param recipients how many they are now */
    public void grow(Handle tx, UUID id, int recipients) {
        tx.createUpdate("update notice set recipients = :recipients where id = :id")
                .bind("recipients", recipients)
                .bind("id", id)
                .execute();
    }

    public List<UUID> inState(Handle handle, NoticeState state) {
        return handle.createQuery("select id from notice where state = :state order by number")
                .bind("state", state.name())
                .mapTo(UUID.class)
                .list();
    }

    /** How many people the last notices went to, for telling what is usual. */
    List<Integer> lastAudiences(Handle handle, int limit) {
        return handle.createQuery("""
            select recipients from notice where state = 'SENT' and kind = 'FIRST'
            order by number desc limit :limit
            """).bind("limit", limit).mapTo(Integer.class).list();
    }

    private static void addParts(Handle tx, UUID id, NoticeContent content) {
        for (Map.Entry<Language, NoticeText> text : content.texts().entrySet()) {
            tx.createUpdate("""
                insert into notice_text (notice_id, language, subject, body)
                values (:id, :language, :subject, :body)
                """)
                    .bind("id", id)
                    .bind("language", text.getKey().tag())
                    .bind("subject", text.getValue().subject())
                    .bind("body", text.getValue().body())
                    .execute();
        }
        int position = 0;
        for (NoticePlace place : content.places()) {
            addPlace(tx, id, position++, place);
        }
    }

    private static void addPlace(Handle tx, UUID id, int position, NoticePlace place) {
        tx.createUpdate("""
            insert into notice_place (notice_id, position, venue_code, venue_name)
            values (:id, :position, :venue, :name)
            """)
                .bind("id", id)
                .bind("position", position)
                .bind("venue", place.venue().value())
                .bind("name", place.name())
                .execute();
        if (place.spots().isEmpty()) {
            return;
        }
        PreparedBatch spots = tx.prepareBatch("""
            insert into notice_spot (notice_id, position, spot_code, spot_label) values (:id, :position, :code, :label)
            """);
        for (NoticePlace.NoticeSpot spot : place.spots()) {
            spots.bind("id", id)
                    .bind("position", position)
                    .bind("code", spot.code().value())
                    .bind("label", spot.label())
                    .add();
        }
        spots.execute();
    }

    private static Map<Language, NoticeText> texts(Handle handle, UUID id) {
        Map<Language, NoticeText> texts = new HashMap<>();
        handle.createQuery("select language, subject, body from notice_text where notice_id = :id")
                .bind("id", id)
                .map((row, context) -> Map.entry(
                        Language.of(row.getString("language")),
                        new NoticeText(row.getString("subject"), row.getString("body"))))
                .forEach(text -> texts.put(text.getKey(), text.getValue()));
        return texts;
    }

    private static List<NoticePlace> places(Handle handle, UUID id) {
        List<NamedPlace> rows = handle.createQuery("""
            select position, venue_code, venue_name from notice_place where notice_id = :id order by position
            """)
                .bind("id", id)
                .map((row, context) -> new NamedPlace(
                        row.getInt("position"),
                        new VenueCode(row.getString("venue_code")),
                        row.getString("venue_name")))
                .list();
        List<NoticePlace> places = new ArrayList<>();
        for (NamedPlace place : rows) {
            places.add(new NoticePlace(
                    place.venue(),
                    place.name(),
                    handle.createQuery("""
                        select spot_code, spot_label from notice_spot
                        where notice_id = :id and position = :position order by spot_code
                        """)
                            .bind("id", id)
                            .bind("position", place.position())
                            .map((row, context) -> new NoticePlace.NoticeSpot(
                                    new SpotCode(row.getString("spot_code")), row.getString("spot_label")))
                            .list()));
        }
        return places;
    }

    private static @Nullable Instant instant(java.sql.@Nullable Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
