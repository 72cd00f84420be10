package mica.app;

import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Somebody with a browser of few words: keeps cookies, follows no redirect, runs no script. */
final class HttpPerson {

    private final String site;
    private final int tries;
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    HttpPerson(String site) {
        this(site, 1);
    }

    private HttpPerson(String site, int tries) {
        this.site = site;
        this.tries = tries;
    }

    /** Who presses again when the site says that something went wrong. */
    static HttpPerson patient(String site) {
        return new HttpPerson(site, 100);
    }

    /** What came back. */
    record Answer(int status, byte[] octets, String head) {

        String text() {
            return new String(octets, StandardCharsets.UTF_8);
        }

        Document page() {
            return Jsoup.parse(text());
        }

        String location() {
            return head.lines()
                    .filter(line -> line.startsWith("location: "))
                    .map(line -> line.substring("location: ".length()).replaceFirst("^https?://[^/]+", ""))
                    .findFirst()
                    .orElse("");
        }

        /** The fields of a form as they would be sent. */
        Fields fields(String form) {
            Fields fields = new Fields();
            for (Element field : page().select(form).select("input, textarea, select")) {
                boolean box = field.attr("type").matches("checkbox|radio");
                if (!field.attr("name").isEmpty() && (!box || field.hasAttr("checked"))) {
                    fields.add(field.attr("name"), field.val());
                }
            }
            return fields;
        }
    }

    /** What a form sends: names, some of them more than once, with their values. */
    static final class Fields {

        private record Field(String name, String value) {}

        private final List<Field> all = new ArrayList<>();

        static Fields of(Map<String, String> values) {
            Fields fields = new Fields();
            fields.putAll(values);
            return fields;
        }

        private void add(String name, String value) {
            all.add(new Field(name, value));
        }

        /** In place of whatever had this name. */
        void put(String name, String value) {
            all.removeIf(field -> field.name().equals(name));
            add(name, value);
        }

        void putAll(Map<String, String> values) {
            values.forEach(this::put);
        }

        private String encoded() {
            return all.stream()
                    .map(field -> HttpPerson.encoded(field.name()) + "=" + HttpPerson.encoded(field.value()))
                    .collect(Collectors.joining("&"));
        }
    }

    Answer get(String path) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(site + path)).GET());
    }

    Answer post(String path, Map<String, String> form) throws Exception {
        return post(path, Fields.of(form));
    }

    Answer post(String path, Fields form) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(site + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.encoded())));
    }

    Answer upload(String path, String fileName, String content) throws Exception {
        String body = "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + fileName
                + "\"\r\nContent-Type: text/csv\r\n\r\n" + content + "\r\n--edge--\r\n";
        return send(HttpRequest.newBuilder(URI.create(site + path))
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private Answer send(HttpRequest.Builder request) throws Exception {
        HttpRequest asked = request.header("Sec-Fetch-Site", "same-origin")
                .header("Accept-Language", "ja")
                .build();
        HttpResponse<byte[]> answer = http.send(asked, HttpResponse.BodyHandlers.ofByteArray());
        for (int tried = 1; tried < tries && answer.statusCode() >= 500; tried++) {
            Thread.sleep(200);
            answer = http.send(asked, HttpResponse.BodyHandlers.ofByteArray());
        }
        String head = answer.headers().map().entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + ": " + value))
                .collect(Collectors.joining("\n"));
        return new Answer(answer.statusCode(), answer.body(), head);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
