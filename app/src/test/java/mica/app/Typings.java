package mica.app;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Everything people and machines type at a front, right and wrong, over plain sockets: each address begins with one
 * unmistakable word and occurs once.
 */
final class Typings {

    private final int port;
    private final String door;
    private final String word;
    private final Map<String, Integer> statuses = new LinkedHashMap<>();
    private int number;

    Typings(int port, String door, String word) {
        this.port = port;
        this.door = door;
        this.word = word;
    }

    /** What was answered to what. */
    Map<String, Integer> statuses() {
        return statuses;
    }

    private String address() {
        return word + number++ + "@example.jp";
    }

    /** Beside each other: while the exchange is away each of them waits for it. */
    void checkIns(String label) throws IOException {
        Map<String, String> bodies = new LinkedHashMap<>();
        for (int i = 0; i < 20; i++) {
            bodies.put("email=" + encode(address()), label);
        }
        bodies.put(
                "email=" + encode(address().toUpperCase(java.util.Locale.ROOT)), label + " with a name and capitals");
        bodies.put("email=" + address(), label + " unencoded");
        List<Future<Integer>> answers = new ArrayList<>();
        try (ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor()) {
            bodies.keySet().forEach(body -> answers.add(visitors.submit(() -> post(door, "", body))));
        }
        Iterator<String> labels = bodies.values().iterator();
        for (Future<Integer> answer : answers) {
            if (answer.state() != Future.State.SUCCESS) {
                throw new IOException(answer.exceptionNow());
            }
            note(labels.next(), answer.resultNow());
        }
    }

    void wrongOnes() throws IOException {
        note(
                "wrong address",
                post(door, "Accept-Encoding: gzip\r\n", "email=" + encode(word + number++ + "@@example")));
        note(
                "wrong address, large",
                post(
                        door,
                        "Accept-Encoding: gzip\r\n",
                        "email=" + encode(address().repeat(300))));
        note("other field", post(door, "", "mail=" + encode(address())));
        note("broken percent", post(door, "", "email=" + address() + "%zz%"));
        note("too large", post(door, "", "email=" + address() + "&x=" + "y".repeat(600_000)));
        note("unknown door", post("/ZZZZZZZZZZ", "", "email=" + address()));
        note("foreign page", post(door, "Sec-Fetch-Site: cross-site\r\n", "email=" + address()));
        note(
                "as JSON",
                raw("POST " + door
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json;"
                        + " charset=nonsense\r\nContent-Length: 60\r\n\r\n"
                        + padded("{\"email\":\"" + address() + "\"}", 60)));
        note("many parts", multipart());
        note(
                "piece by piece",
                raw("POST " + door + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type:"
                        + " application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n"
                        + padded("email=" + address(), 64) + "\r\n0\r\n\r\n"));
    }

    void brokenOnes() throws IOException {
        note(
                "cut off",
                raw("POST " + door
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                        + "Content-Length: 500\r\n\r\nemail=" + address()));
        note(
                "broken chunk",
                raw("POST " + door + " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz" + address()
                        + "\r\n"));
        note("in the path", raw("GET /" + address() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        note(
                "in the query",
                raw("GET " + door + "?email=" + address()
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        note(
                "in a head",
                raw("GET " + door + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: lang=" + address()
                        + "\r\nReferer: http://x/?email=" + address() + "\r\nX-" + word + number++ + ": 1\r\n\r\n"));
        note(
                "a head without end",
                raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + address().repeat(1000) + "\r\n\r\n"));
        note("a false head", raw("GET / HTTP/1.1\r\nHost: localhost\r\n" + address() + "\u0001\r\n\r\n"));
        note("a false host", raw("GET / HTTP/1.1\r\nHost: " + address() + "/%\r\n\r\n"));
        note("a false method", raw(address() + " / HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        note("a false version", raw("GET /" + address() + " HTTP/7.1\r\nHost: localhost\r\n\r\n"));
        note("a false path", raw("GET /%zz" + address() + "/..%2f HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        note(
                "a search",
                raw("GET /venues?q=" + encode(address())
                        + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
        note("a link", raw("GET /c/" + address() + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
    }

    void applications() throws IOException {
        Map<String, String> form = new HashMap<>(Map.of(
                "name", "食堂",
                "kana", "ショクドウ",
                "sector", "restaurant",
                "postalCode", "9800000",
                "municipality", "仙台市",
                "address", "1-2-3",
                "phone", "022-000-0001",
                "contactPerson", "担当",
                "spots", "入口",
                "listed", "yes"));
        form.put("agreement", "on");
        for (String path : new String[] {"/apply/check", "/apply/edit", "/apply/send"}) {
            form.put("email", address());
            note("application " + path, post(path, "Accept-Encoding: gzip\r\n", encoded(form)));
        }
        form.put("phone", "none");
        form.put("email", address());
        note("wrong application", post("/apply/check", "Accept-Encoding: gzip\r\n", encoded(form)));
        form.put("email", address() + " ");
        form.put("contactPerson", address());
        form.put("spots", address() + "\r\n" + address());
        note("wrong application again", post("/apply/send", "", encoded(form)));
    }

    private int multipart() throws IOException {
        String body = "--b\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\n" + address()
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" + address()
                + "\"\r\nContent-Type: text/plain\r\n\r\n" + address().repeat(2000) + "\r\n--b--\r\n";
        return raw("POST " + door
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: multipart/form-data;"
                + " boundary=b\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private int post(String path, String heads, String body) throws IOException {
        return raw("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + heads
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length() + "\r\n\r\n"
                + body);
    }

    private int raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout(60_000);
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
                socket.shutdownOutput();
            } catch (IOException refusedWhileSending) {
                // The answer may be there all the same.
            }
            return status(socket.getInputStream());
        }
    }

    private static int status(InputStream in) {
        try {
            String answer = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
            return answer.startsWith("HTTP/1.1 ") ? Integer.parseInt(answer.substring(9, 12)) : 0;
        } catch (IOException closed) {
            return 0;
        }
    }

    private void note(String label, int status) {
        statuses.put(label, status);
    }

    private static String padded(String text, int length) {
        return text + " ".repeat(length - text.length());
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> field.getKey() + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
