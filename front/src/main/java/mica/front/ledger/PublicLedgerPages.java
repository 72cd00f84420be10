package mica.front.ledger;

import io.javalin.http.Context;
import io.javalin.http.Header;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import mica.exchange.database.Json;
import mica.exchange.directory.LedgerDay;
import mica.front.directory.Directory;
import mica.web.Page;
import mica.web.Site;
import org.jspecify.annotations.Nullable;

/** What the office did on each day, in numbers, for people and for machines. Threads may share it. */
public final class PublicLedgerPages {

    private static final int DAYS_ON_THE_PAGE = 31;
    private static final HexFormat HEX = HexFormat.of();

    private final Site site;
    private final Directory directory;

    public PublicLedgerPages(Site site, Directory directory) {
        this.site = site;
        this.directory = directory;
    }

    /** The last days, and the newest signed head among them. */
    public record PublicLedgerPage(
            List<LedgerDay> days, @Nullable HeadInDigits head) {}

    /** A signed head in hexadecimal digits. */
    public record HeadInDigits(long number, String hash, Instant signedAt, String publicKey, String signature) {

        static @Nullable HeadInDigits of(LedgerDay.@Nullable Head head) {
            return head == null
                    ? null
                    : new HeadInDigits(
                            head.number(),
                            HEX.formatHex(head.hash()),
                            head.signedAt(),
                            HEX.formatHex(head.publicKey()),
                            HEX.formatHex(head.signature()));
        }
    }

    /** A day as machines read it. */
    private record LedgerDayJson(
            LocalDate day,
            boolean complete,
            long openings,
            long addressesOpened,
            long noticesSent,
            long daysErased,
            long visitsErased,
            long holdsInForce,
            @Nullable HeadInDigits head) {}

    /** {@code GET /ledger} */
    public void page(Context ctx) {
        List<LedgerDay> days =
                directory.ledgerDays().stream().limit(DAYS_ON_THE_PAGE).toList();
        HeadInDigits head =
                days.isEmpty() ? null : HeadInDigits.of(days.getFirst().head());
        Page.of(ctx, site, "ledger.title").show("ledger/ledger", new PublicLedgerPage(days, head));
    }

    /** {@code GET /ledger.json}: a year of days, the last first. */
    public void json(Context ctx) {
        List<LedgerDayJson> days = directory.ledgerDays().stream()
                .map(day -> new LedgerDayJson(
                        day.day(),
                        day.complete(),
                        day.openings(),
                        day.addressesOpened(),
                        day.noticesSent(),
                        day.daysErased(),
                        day.visitsErased(),
                        day.holdsInForce(),
                        HeadInDigits.of(day.head())))
                .toList();
        ctx.contentType("application/json")
                .header(Header.CACHE_CONTROL, "public, max-age=60")
                .result(Json.write(days));
    }
}
