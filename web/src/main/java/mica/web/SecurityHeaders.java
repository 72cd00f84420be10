package mica.web;

import io.javalin.http.Context;
import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/** The header fields of every answer, whichever way it was made. */
final class SecurityHeaders {

    private static final List<HttpField> ALWAYS = List.of(
            field(
                    "Content-Security-Policy",
                    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                            + " frame-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"),
            field("X-Content-Type-Options", "nosniff"),
            field("Referrer-Policy", "same-origin"),
            field("X-Frame-Options", "DENY"),
            field("Cross-Origin-Opener-Policy", "same-origin"),
            field("Cross-Origin-Resource-Policy", "same-origin"),
            field("Permissions-Policy", "camera=(), microphone=(), geolocation=()"),
            field("Cache-Control", "no-store"));

    private static final HttpField OVER_TLS = field("Strict-Transport-Security", "max-age=31536000");
    private static final String FORWARDED = "X-Forwarded-Proto";

    private SecurityHeaders() {}

    static void on(Context ctx, OwnAddresses addresses) {
        ALWAYS.forEach(field -> ctx.header(field.getName(), field.getValue()));
        // Who asks for the health must not wait for what may be ill.
        boolean secure = Activity.isOfHealth(ctx.path()) ? addresses.isSecureAtHand() : addresses.isSecure();
        if (secure || "https".equals(ctx.header(FORWARDED))) {
            ctx.header(OVER_TLS.getName(), OVER_TLS.getValue());
        }
    }

    /** For an answer that has no fields yet. */
    static void on(HttpFields request, HttpFields.Mutable answer, OwnAddresses addresses) {
        ALWAYS.forEach(answer::add);
        if (addresses.isSecureAtHand() || "https".equals(request.get(FORWARDED))) {
            answer.add(OVER_TLS);
        }
    }

    private static HttpField field(String name, String value) {
        return new PreEncodedHttpField(name, value);
    }
}
