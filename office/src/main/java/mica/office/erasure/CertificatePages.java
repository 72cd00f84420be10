package mica.office.erasure;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import mica.web.Form;
import mica.web.ListPage;
import mica.web.Page;
import mica.web.Site;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What was erased, day by day, with the certificates to take away; for administrators and auditors. */
public final class CertificatePages {

    private static final int LINES_A_PAGE = 31;

    private final Site site;
    private final Jdbi office;
    private final Certificates certificates;

    public CertificatePages(Site site, Jdbi office, Certificates certificates) {
        this.site = site;
        this.office = office;
        this.certificates = certificates;
    }

    /**
     * A day.
     *
     * @param certificate null until there is one, or when it is missing or changed
     * @param hash the first digits of what the ledger names it by
     */
    public record ListedCertificate(
            LocalDate day,
            ErasureState state,
            Instant since,
            @Nullable Certificate certificate,
            @Nullable String hash) {

        /** Rows beside the visits. */
        public long others() {
            return certificate == null
                    ? 0
                    : certificate.erased().values().stream()
                                    .mapToLong(Long::longValue)
                                    .sum()
                            - certificate.visits();
        }
    }

    /** @param older the address of the page of earlier days; null on the last one */
    public record CertificatesPage(ListPage<ListedCertificate> list, String key) {}

    /** {@code GET /erasures?before=} */
    public void list(Context ctx) {
        List<ListedCertificate> found =
                certificates.list(office, day(Form.query(ctx).raw("before")), LINES_A_PAGE + 1);
        Page.of(ctx, site, "erasure.title")
                .show(
                        "erasure/certificates",
                        new CertificatesPage(
                                ListPage.of(
                                        found, LINES_A_PAGE, line -> line.day().toString()),
                                certificates.key().toString()));
    }

    /** {@code GET /erasures/<day>/certificate.json}, as it was signed. */
    public void certificate(Context ctx) {
        LocalDate day = day(ctx.pathParam("day"));
        SignedCertificate signed =
                day == null ? null : certificates.find(office, day).orElse(null);
        if (signed == null) {
            throw new NotFoundResponse();
        }
        ctx.contentType("application/json; charset=utf-8")
                .header("Content-Disposition", "attachment; filename=\"erasure-" + day + ".json\"")
                .result(signed.toJson());
    }

    private static @Nullable LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException none) {
            return null;
        }
    }
}
