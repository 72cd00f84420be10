package mica.app.settings;

/**
 * The settings of the public web server.
 *
 * @param stampKey 64 hexadecimal digits, the same for all fronts of an installation: it marks accepted screens as
 *     genuine; empty draws one at the start, which is right for a single front
 */
public record FrontSettings(
        @Default("127.0.0.1") String host,
        @Default("8080") int port,
        @Default("") String stampKey,
        DatabaseSettings exchange) {}
