package mica.bench.intake;

import java.nio.charset.StandardCharsets;

/**
 * What a phone's browser sends at one door, as octets ready but for the visitor's own: the page, the form, the accepted
 * screen. Of one load thread; not shared.
 */
final class Door {

    /** Thirty-two hexadecimal digits, as the page marks its visit. */
    private static final String VISIT = "0123456789abcdef0123456789abcdef";

    private static final int SHORTEST_STAMP = 20;
    private static final String NUMBER = "000000000000";
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    /** The head fields of a navigation in Chromium on Android, in its order. */
    private static final String BROWSER = """
            Upgrade-Insecure-Requests: 1\r
            User-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36\r
            Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8\r
            Sec-Fetch-Site: same-origin\r
            Sec-Fetch-Mode: navigate\r
            Sec-Fetch-User: ?1\r
            Sec-Fetch-Dest: document\r
            Accept-Encoding: gzip, deflate\r
            Accept-Language: ja-JP,ja;q=0.9,en-US;q=0.8,en;q=0.7\r
            """;

    private final String host;
    private final String acceptedPrefix;
    private final byte[] page;
    private final byte[] form;
    private final int visitAt;
    private final int numberAt;

    Door(String host, String code) {
        this.host = host;
        this.acceptedPrefix = "/" + code + "/accepted/";
        this.page = get("/" + code);
        String body = "visit=" + VISIT + "&email=visitor" + NUMBER + "%40example.jp";
        String text = "POST /" + code + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: keep-alive\r\nContent-Length: "
                + body.length() + "\r\nCache-Control: max-age=0\r\nOrigin: http://" + host
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\n" + BROWSER + "Referer: http://" + host + "/"
                + code + "\r\n\r\n" + body;
        this.form = text.getBytes(StandardCharsets.US_ASCII);
        this.visitAt = text.indexOf(VISIT);
        this.numberAt = text.indexOf(NUMBER);
    }

    byte[] page() {
        return page;
    }

    /**
     * The form of one visitor; the array is used again for the next.
     *
     * @param number makes the address distinct
     * @param random two words for the mark of the page
     */
    byte[] form(long number, long random, long random2) {
        for (int i = 0; i < 16; i++) {
            form[visitAt + i] = HEX[(int) (random >>> (4 * i)) & 15];
            form[visitAt + 16 + i] = HEX[(int) (random2 >>> (4 * i)) & 15];
        }
        long rest = number;
        for (int i = NUMBER.length() - 1; i >= 0; i--) {
            form[numberAt + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return form;
    }

    /** Whether the answer to the form leads to an accepted screen of this very door. */
    boolean isAccepted(String location) {
        return location.startsWith(acceptedPrefix) && location.length() > acceptedPrefix.length() + SHORTEST_STAMP;
    }

    byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: keep-alive\r\n" + BROWSER + "\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
