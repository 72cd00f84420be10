package mica.web;

import java.net.URI;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The addresses under which people reach a server. A name that is not among them is somebody else's that was made to lead
 * here (DNS rebinding), and what a page of that name asks for is not answered. Threads may share it.
 */
public final class OwnAddresses {

    /** Those of the machine itself: no other machine's pages can have them. */
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private static final Pattern HOST = Pattern.compile("[a-z0-9]([a-z0-9._-]*[a-z0-9])?|\\[[0-9a-f:.]+]");

    /** Hosts in small letters without ports, and origins as browsers write them. */
    private record KnownHosts(Set<String> hosts, Set<String> origins) {

        static KnownHosts of(Collection<String> addresses) {
            Set<String> hosts = new HashSet<>();
            Set<String> origins = new HashSet<>();
            for (String address : addresses) {
                if (address.contains("://")) {
                    URI uri = uri(address);
                    hosts.add(uri.getHost().toLowerCase(Locale.ROOT));
                    origins.add(origin(uri));
                } else {
                    hosts.add(checked(address, host(address)));
                }
            }
            return new KnownHosts(Set.copyOf(hosts), Set.copyOf(origins));
        }

        boolean isSecure() {
            return origins.stream().anyMatch(origin -> origin.startsWith("https:"));
        }
    }

    private final KnownHosts settings;
    private final Supplier<String> published;
    private volatile String lastPublished = "";
    private volatile KnownHosts lastKnown = KnownHosts.of(Set.of());

    private OwnAddresses(KnownHosts settings, Supplier<String> published) {
        this.settings = settings;
        this.published = published;
    }

    /** None but the machine's own. */
    public static OwnAddresses none() {
        return of(List.of());
    }

    /**
     * Those of the settings.
     *
     * @param addresses such as {@code https://mica.pref.example.jp}, or a bare host, which no page may send forms from
     * @throws IllegalArgumentException naming one that is neither
     */
    public static OwnAddresses of(Collection<String> addresses) {
        return new OwnAddresses(KnownHosts.of(addresses), () -> "");
    }

    /** Those of the settings and the one that is published now; asking for it may take its time. */
    public OwnAddresses and(Supplier<String> published) {
        return new OwnAddresses(settings, published);
    }

    /** Whether a {@code Host} is ours, as far as is at hand. @param reached the address of this machine it came in by */
    boolean isOwnHost(@Nullable String host, Supplier<String> reached) {
        if (host == null) {
            // HTTP/1.0, as load balancers ask for the health. No browser leaves it out.
            return true;
        }
        String name = host(host);
        return LOOPBACK.contains(name)
                || settings.hosts.contains(name)
                || lastKnown.hosts.contains(name)
                || isAddress(name) && name.equals(bracketed(reached.get()));
    }

    /** The same after asking anew which address is published. */
    boolean isPublishedHost(String host) {
        return published().hosts.contains(host(host));
    }

    /** Whether the page of an {@code Origin} is ours. @param host one that is ours, as this request names it */
    boolean isOwnOrigin(String origin, @Nullable String host) {
        return settings.origins.contains(origin)
                || authority(origin) instanceof String authority && authority.equals(host)
                || published().origins.contains(origin);
    }

    /** Whether people reach us by HTTPS, whatever the last stretch to here is; as far as is at hand. */
    boolean isSecureAtHand() {
        return settings.isSecure() || lastKnown.isSecure();
    }

    /** The same after asking which address is published. */
    boolean isSecure() {
        return settings.isSecure() || published().isSecure();
    }

    private KnownHosts published() {
        String address = published.get();
        // Nothing is published as long as nothing can be read: what was known goes on.
        if (!address.isEmpty() && !address.equals(lastPublished)) {
            KnownHosts known;
            try {
                known = KnownHosts.of(List.of(address));
            } catch (IllegalArgumentException none) {
                known = KnownHosts.of(List.of());
            }
            lastKnown = known;
            lastPublished = address;
        }
        return lastKnown;
    }

    /** The host of a {@code Host} field: without port and final dot. */
    private static String host(String field) {
        int bracket = field.lastIndexOf(']');
        int colon = field.indexOf(':', Math.max(bracket, 0));
        String host = colon < 0 ? field : field.substring(0, colon);
        return (host.endsWith(".") ? host.substring(0, host.length() - 1) : host).toLowerCase(Locale.ROOT);
    }

    /** No name: such an address cannot be made to lead elsewhere. */
    private static boolean isAddress(String host) {
        return host.startsWith("[") || !host.isEmpty() && host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9');
    }

    private static String bracketed(String address) {
        int zone = address.indexOf('%');
        String plain = zone < 0 ? address : address.substring(0, zone);
        return plain.indexOf(':') < 0 || plain.startsWith("[") ? plain : "[" + plain + "]";
    }

    private static @Nullable String authority(String origin) {
        try {
            return URI.create(origin).getRawAuthority();
        } catch (IllegalArgumentException broken) {
            return null;
        }
    }

    private static URI uri(String address) {
        URI uri;
        try {
            uri = URI.create(address);
        } catch (IllegalArgumentException broken) {
            throw noAddress(address);
        }
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!web || uri.getHost() == null || uri.getRawUserInfo() != null) {
            throw noAddress(address);
        }
        return uri;
    }

    /** Small letters, and no port where it is the usual one (RFC 6454, 6.2). */
    private static String origin(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        String port = uri.getPort() < 0 || uri.getPort() == usual ? "" : ":" + uri.getPort();
        return scheme + "://" + uri.getHost().toLowerCase(Locale.ROOT) + port;
    }

    private static String checked(String address, String host) {
        if (!HOST.matcher(host).matches()) {
            throw noAddress(address);
        }
        return host;
    }

    private static IllegalArgumentException noAddress(String address) {
        return new IllegalArgumentException(
                "no address such as https://mica.pref.example.jp, and no name of a host: " + address);
    }
}
