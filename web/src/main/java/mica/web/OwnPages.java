package mica.web;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether a request that changes something comes from a page of ours, by what browsers tell and pages cannot change. */
final class OwnPages {

    private static final Set<String> SAFE_METHODS = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

    private OwnPages() {}

    /**
     * @param fetchSite {@code Sec-Fetch-Site}
     * @param host one of the server's own, as the request names it
     * @param addresses of the server: behind a proxy the host is often that of the last stretch alone
     * @param strict whether it must be proved; else it must only not be disproved
     */
    static boolean sent(
            String method,
            @Nullable String fetchSite,
            @Nullable String origin,
            @Nullable String host,
            OwnAddresses addresses,
            boolean strict) {
        if (SAFE_METHODS.contains(method)) {
            return true;
        }
        if (fetchSite != null) {
            // "none" is the person: a reload, a restored tab. No foreign page can bring it about.
            return fetchSite.equals("same-origin") || fetchSite.equals("none");
        }
        return origin == null ? !strict : addresses.isOwnOrigin(origin, host);
    }
}
