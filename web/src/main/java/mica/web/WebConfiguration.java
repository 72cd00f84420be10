package mica.web;

/**
 * How one server listens.
 *
 * @param port 0 for any free one
 * @param largestRequest in octets
 * @param strictOrigin whether a POST must prove that it comes from our own page (console) or must only not prove the
 *     opposite (public pages, where there is no session to abuse and old browsers send neither header)
 */
public record WebConfiguration(String host, int port, long largestRequest, boolean strictOrigin) {}
