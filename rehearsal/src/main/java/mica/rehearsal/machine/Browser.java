package mica.rehearsal.machine;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.FormElement;

/** One person's browser at one site: keeps cookies, follows redirects, fills forms, fails on any other answer. */
public final class Browser {

    private final String site;
    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();

    /** @param site such as {@code http://localhost:8081} */
    public Browser(String site) {
        this.site = site;
    }

    public Document get(String path) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(URI.create(site + path)).build());
    }

    /** The form of a page that goes to an address with this end. */
    public static Element form(Document page, String action) {
        return page.select("form").stream()
                .filter(form -> form.attr("action").endsWith(action))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("FAILED: no form " + action + " on " + page.location()
                        + ": " + page.select("main").text()));
    }

    /** Presses a button of a form: all its fields as they stand but for those filled in, and the button's own. */
    public Document press(Element form, String name, String value, String... filled)
            throws IOException, InterruptedException {
        List<String> pairs = new ArrayList<>();
        for (var field : ((FormElement) form).formData()) {
            boolean replaced = false;
            for (int i = 0; i < filled.length; i += 2) {
                replaced |= filled[i].equals(field.key());
            }
            if (!replaced) {
                pairs.add(pair(field.key(), field.value()));
            }
        }
        for (int i = 0; i < filled.length; i += 2) {
            pairs.add(pair(filled[i], filled[i + 1]));
        }
        if (!name.isEmpty()) {
            pairs.add(pair(name, value));
        }
        return answer(HttpRequest.newBuilder(URI.create(form.absUrl("action")))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", site)
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                .build());
    }

    private Document answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IllegalStateException("FAILED: " + answer.uri() + " answered " + answer.statusCode());
        }
        return Jsoup.parse(answer.body(), answer.uri().toString());
    }

    private static String pair(String name, String value) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8) + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
