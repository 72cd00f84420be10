package mica.office.ledger;

import io.javalin.http.Context;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The ledger for administrators and auditors: in sentences, without addresses and without names. */
public final class LedgerPages {

    private static final int LINES_A_PAGE = 50;
    private static final int DIGITS_OF_A_HASH = 12;

    private final Site site;
    private final Jdbi office;

    public LedgerPages(Site site, Jdbi office) {
        this.site = site;
        this.office = office;
    }

    /** One entry. @param who sign-in name of the officer who did it; null for the system */
    public record ListedEntry(
            long number, Instant at, @Nullable String who, String sentence, String hash) {}

    /**
     * A page of the ledger, newest first.
     *
     * @param list of which the next page is an address
     * @param signed when the head was last signed; null before
     */
    public record LedgerPage(
            ListPage<ListedEntry> list,
            Map<String, String> events,
            boolean newest,
            @Nullable Instant signed) {}

    /** {@code GET /ledger?event=&from=&to=&before=} */
    public void list(Context ctx) {
        Form form = Form.query(ctx);
        Page page = Page.of(ctx, site, "ledger.title").with(form);
        @Nullable LocalDate from = day(form, "from");
        @Nullable LocalDate to = day(form, "to");
        Event event = event(form.raw("event"));
        Long before = number(form.raw("before"));
        LedgerStore.LedgerFilter filter = new LedgerStore.LedgerFilter(
                event,
                from == null ? null : from.atStartOfDay(page.zone()).toInstant(),
                to == null ? null : to.plusDays(1).atStartOfDay(page.zone()).toInstant(),
                before);
        LedgerPage model = office.withHandle(handle -> {
            List<Chained> found = LedgerStore.list(handle, filter, LINES_A_PAGE + 1);
            ListPage<Chained> shown = ListPage.of(found, LINES_A_PAGE, last -> address(form, last.number()));
            Map<UUID, String> names = LedgerStore.loginNames(handle, officers(shown.lines()));
            return new LedgerPage(
                    shown.of(entry -> line(page, entry, names)),
                    events(page),
                    before == null,
                    LedgerStore.lastSigned(handle).map(SignedHead::signedAt).orElse(null));
        });
        if (form.isRight()) {
            page.show("ledger/ledger", model);
        } else {
            page.showErrors("ledger/ledger", model);
        }
    }

    private static Map<String, String> events(Page page) {
        return Stream.of(Event.values())
                .collect(Collectors.toMap(
                        Event::name, event -> page.t("ledger.event", event), (one, other) -> one, LinkedHashMap::new));
    }

    private static List<UUID> officers(List<Chained> entries) {
        List<UUID> officers = new ArrayList<>();
        for (Chained entry : entries) {
            if (entry.officer() != null) {
                officers.add(entry.officer());
            }
            for (Fact fact : List.of(Fact.OFFICER, Fact.APPROVER)) {
                Optional.ofNullable(entry.facts().get(fact.key()))
                        .map(UUID::fromString)
                        .ifPresent(officers::add);
            }
        }
        return officers;
    }

    private static ListedEntry line(Page page, Chained entry, Map<UUID, String> names) {
        Object[] facts = Event.valueOf(entry.event()).facts().stream()
                .map(fact -> said(page, fact, entry.facts().getOrDefault(fact.key(), ""), names))
                .toArray();
        UUID officer = entry.officer();
        return new ListedEntry(
                entry.number(),
                entry.at(),
                officer == null ? null : names.getOrDefault(officer, officer.toString()),
                page.t("ledger.said." + entry.event(), facts),
                HexFormat.of().formatHex(entry.hash()).substring(0, DIGITS_OF_A_HASH));
    }

    private static String said(Page page, Fact fact, String value, Map<UUID, String> names) {
        return switch (fact) {
            case APPROVER, OFFICER -> names.getOrDefault(UUID.fromString(value), value);
            case COUNT, ENTRY -> page.number(Long.parseLong(value));
            case DAY, LAST_DAY -> page.date(LocalDate.parse(value));
            case HASH -> value.substring(0, DIGITS_OF_A_HASH);
            case KIND -> page.t("notice.kind." + value);
            case NOTICE, REFERENCE -> value;
            case PURPOSE -> page.t("ledger.purpose." + value);
            case ROLES ->
                Stream.of(value.split(","))
                        .map(role -> page.t("officer.role." + role))
                        .collect(Collectors.joining(page.t("ledger.comma")));
            case STATE -> page.t("service.state." + value);
        };
    }

    private static String address(Form form, long before) {
        StringBuilder address = new StringBuilder("/ledger?");
        for (String field : List.of("event", "from", "to")) {
            address.append(field)
                    .append('=')
                    .append(Page.encode(form.raw(field)))
                    .append('&');
        }
        return address.append("before=").append(before).toString();
    }

    private static @Nullable LocalDate day(Form form, String field) {
        String typed = form.raw(field).strip();
        if (typed.isEmpty()) {
            return null;
        }
        try {
            LocalDate day = LocalDate.parse(typed.replace('/', '-'));
            if (day.getYear() >= 2000 && day.getYear() < 3000) {
                return day;
            }
        } catch (DateTimeParseException noDay) {
            // Said below.
        }
        form.error(field, "ledger.no-day");
        return null;
    }

    private static @Nullable Event event(String name) {
        return Stream.of(Event.values())
                .filter(event -> event.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Long number(String typed) {
        return typed.matches("[0-9]{1,18}") ? Long.valueOf(typed) : null;
    }
}
