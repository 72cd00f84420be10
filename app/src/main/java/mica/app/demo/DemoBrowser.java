package mica.app.demo;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import mica.exchange.text.Language;

/**
 * Somebody of the demo at its own pages: fills in forms, presses buttons, is known by a cookie. Reads the house's own
 * HTML and no other.
 */
final class DemoBrowser {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Pattern FIELD = Pattern.compile(
            "<input(?<input>[^>]*)>|<textarea(?<area>[^>]*)>\\n?(?<text>.*?)</textarea>", Pattern.DOTALL);
    private static final Pattern ATTRIBUTE = Pattern.compile("\\b(name|value|type)=\"([^\"]*)\"");

    private final HttpClient http = HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    private final String site;

    DemoBrowser(String site) {
        this.site = site;
    }

    /** What is to be sent, in its order; a name may occur more than once. */
    record TypedField(String name, String value) {}

    /** A page that was shown. @param path where it was found in the end */
    record Shown(String path, String html) {

        /** The fields of a form as they stand. @throws IllegalStateException when the page has no such form */
        List<TypedField> form(String action) {
            Matcher form = Pattern.compile(
                            "<form[^>]*action=\"" + Pattern.quote(action) + "\".*?</form>", Pattern.DOTALL)
                    .matcher(html);
            if (!form.find()) {
                throw new IllegalStateException("no form " + action.replaceAll("[0-9a-f-]{36}", "…"));
            }
            List<TypedField> fields = new ArrayList<>();
            Matcher field = FIELD.matcher(form.group());
            while (field.find()) {
                boolean area = field.group("area") != null;
                String attributes = area ? field.group("area") : field.group("input");
                String name = attribute(attributes, "name");
                boolean ticked = !attribute(attributes, "type").equals("checkbox") || attributes.contains(" checked");
                if (!name.isEmpty() && ticked) {
                    String value = area ? field.group("text") : attribute(attributes, "value");
                    fields.add(new TypedField(name, unescaped(value)));
                }
            }
            return fields;
        }
    }

    private static String attribute(String attributes, String name) {
        Matcher attribute = ATTRIBUTE.matcher(attributes);
        while (attribute.find()) {
            if (attribute.group(1).equals(name)) {
                return attribute.group(2);
            }
        }
        return "";
    }

    private static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }

    Shown get(String path) throws IOException, InterruptedException {
        return shown(request(path).build());
    }

    /** Sends a form and follows where it leads. @param changed names and values, which replace those of the fields */
    Shown post(String path, List<TypedField> fields, String... changed) throws IOException, InterruptedException {
        List<TypedField> sent = new ArrayList<>(fields);
        for (int i = 0; i < changed.length; i += 2) {
            String name = changed[i];
            sent.removeIf(field -> field.name().equals(name));
        }
        for (int i = 0; i < changed.length; i += 2) {
            sent.add(new TypedField(changed[i], changed[i + 1]));
        }
        StringBuilder body = new StringBuilder();
        for (TypedField field : sent) {
            body.append(body.isEmpty() ? "" : "&")
                    .append(URLEncoder.encode(field.name(), StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(field.value(), StandardCharsets.UTF_8));
        }
        return shown(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", site)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(site + path))
                .timeout(PATIENCE)
                .header("Accept-Language", Language.first().tag());
    }

    private Shown shown(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException(request.method() + " was answered " + answer.statusCode());
        }
        return new Shown(answer.uri().getPath(), answer.body());
    }
}
