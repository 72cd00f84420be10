package mica.web;

/**
 * How one server listens.
 *
 * @param port 0 for any free one
 * @param largestRequest in octets
 * @param strictOrigin whether a POST must prove that it comes from our own page (console) or must only not prove the
 *     opposite (public pages, where there is no session to abuse and old browsers send neither header)
 * @param addresses under which people reach it
 * @param limits of its connections
 */
public record WebConfiguration(
        String host,
        int port,
        long largestRequest,
        boolean strictOrigin,
        OwnAddresses addresses,
        ConnectionLimits limits) {

    /** Reached on this machine alone, with the usual limits. */
    public WebConfiguration(String host, int port, long largestRequest, boolean strictOrigin) {
        this(host, port, largestRequest, strictOrigin, OwnAddresses.none(), ConnectionLimits.usual());
    }

    public WebConfiguration withAddresses(OwnAddresses reached) {
        return new WebConfiguration(host, port, largestRequest, strictOrigin, reached, limits);
    }

    public WebConfiguration withLimits(ConnectionLimits bounds) {
        return new WebConfiguration(host, port, largestRequest, strictOrigin, addresses, bounds);
    }
}
