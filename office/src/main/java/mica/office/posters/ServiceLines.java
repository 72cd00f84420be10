package mica.office.posters;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * What every printed sheet of one installation says about itself, in the language of the sheet.
 *
 * @param further the same in the service's second language, for the line or two in which posters speak it; null for none
 * @param serviceName the name of the service, at most 60 characters
 * @param authorityName the authority that runs it, at most 40 characters
 * @param publicUrl the address of the public site, {@code https://host} with an optional port and path
 * @param diseaseName the disease the service tells about, at most 40 characters
 * @param retentionDays days until an address is erased
 */
public record ServiceLines(
        Language language,
        @Nullable ServiceLines further,
        String serviceName,
        String authorityName,
        URI publicUrl,
        String diseaseName,
        int retentionDays) {

    public ServiceLines {
        atMost(60, serviceName, "service name");
        atMost(40, authorityName, "authority name");
        atMost(40, diseaseName, "disease name");
        if (publicUrl.getScheme() == null || publicUrl.getRawAuthority() == null || publicUrl.getRawQuery() != null) {
            throw new IllegalArgumentException("public URL needs scheme and host, and no query: " + publicUrl);
        }
        if (retentionDays < 1) {
            throw new IllegalArgumentException("retention below one day: " + retentionDays);
        }
    }

    /** Of a service as posters and other sheets that there are once show it: in its own language, and a second one. */
    public static ServiceLines of(ServiceFacts facts) {
        List<Language> offered = facts.offered();
        return of(facts, offered.getFirst(), offered.size() == 1 ? null : of(facts, offered.get(1), null));
    }

    /** The lines of a service in a language. */
    public static ServiceLines of(ServiceFacts facts, Language language) {
        return of(facts, language, null);
    }

    private static ServiceLines of(ServiceFacts facts, Language language, @Nullable ServiceLines further) {
        return new ServiceLines(
                language,
                further,
                facts.in(facts.name(), language),
                facts.in(facts.authority(), language),
                URI.create(facts.publicUrl()),
                facts.in(facts.disease().name(), language),
                facts.retentionDays());
    }

    static void atMost(int characters, String text, String what) {
        if (text.isBlank() || text.codePointCount(0, text.length()) > characters) {
            throw new IllegalArgumentException(what + " must have 1 to " + characters + " characters");
        }
    }

    /** Scheme and host are the same in either case (RFC 3986, 6.2.2.1); upper case keeps the QR code small. */
    String scannedAddress(String page) {
        return publicUrl.getScheme().toUpperCase(Locale.ROOT)
                + "://"
                + publicUrl.getRawAuthority().toUpperCase(Locale.ROOT)
                + path()
                + page;
    }

    /** The same address for a person who types it, without the last part. */
    String typedAddress() {
        return publicUrl.getScheme().toLowerCase(Locale.ROOT)
                + "://"
                + publicUrl.getRawAuthority().toLowerCase(Locale.ROOT)
                + path();
    }

    private String path() {
        String path = publicUrl.getRawPath() == null ? "" : publicUrl.getRawPath();
        return path.endsWith("/") ? path : path + "/";
    }
}
