package mica.front;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Asks a front over HTTP, in one language, without following redirects. */
public final class Browser {

    /** An answer with its page. */
    public record Answer(int status, String body, Document page, Map<String, List<String>> headers) {

        public String header(String name) {
            List<String> values = headers.getOrDefault(name.toLowerCase(java.util.Locale.ROOT), List.of());
            return values.isEmpty() ? "" : values.get(0);
        }

        public String title() {
            return page.select("h1").text();
        }

        public String text() {
            return page.text();
        }

        /** Every field of the page's form as a browser would send it. */
        public Map<String, String> fields() {
            Map<String, String> fields = new java.util.LinkedHashMap<>();
            for (Element field : page.select("main form [name]")) {
                boolean choice =
                        field.attr("type").equals("radio") || field.attr("type").equals("checkbox");
                if (choice && !field.hasAttr("checked")) {
                    continue;
                }
                fields.put(
                        field.attr("name"),
                        switch (field.tagName()) {
                            case "textarea" -> field.wholeText().replaceFirst("^\n", "");
                            case "select" -> field.select("option[selected]").attr("value");
                            default -> field.attr("value");
                        });
            }
            return fields;
        }
    }

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final String base;
    private final String language;

    public Browser(int port, String language) {
        this.base = "http://127.0.0.1:" + port;
        this.language = language;
    }

    public Answer get(String path) {
        return send(request(path).GET());
    }

    public Answer head(String path) {
        return send(request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
    }

    public Answer post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
        return postRaw(path, "application/x-www-form-urlencoded", body.getBytes(StandardCharsets.UTF_8));
    }

    public Answer postRaw(String path, String type, byte[] body) {
        return send(request(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<byte[]> response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            String body = new String(response.body(), StandardCharsets.UTF_8);
            return new Answer(
                    response.statusCode(),
                    body,
                    Jsoup.parse(body),
                    response.headers().map());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Accept-Language", language);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
