package mica.web;

import java.nio.charset.StandardCharsets;
import java.util.List;
import mica.exchange.text.Language;
import mica.exchange.text.Texts;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * The page for what the server refuses before it reaches our own pages: broken address lines and heads. Repeats nothing
 * of the request.
 */
final class PlainErrors extends ErrorHandler {

    private final Texts texts;

    PlainErrors(Texts texts) {
        this.texts = texts;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String wanted = request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE);
        // A broken address line is refused before the heads are read: then nobody knows the reader's language.
        List<Language> languages = wanted == null ? List.of(Language.values()) : List.of(Language.accepted(wanted));
        String key = code == 421 ? "error.421" : code >= 500 ? "error.500" : "error.400";
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/html; charset=utf-8");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("Content-Security-Policy", "default-src 'none'");
        StringBuilder words = new StringBuilder();
        for (Language language : languages) {
            words.append("""
                    <div lang="%s"><h1>%s</h1><p>%s</p>%s</div>
                    """.formatted(
                            language.tag(),
                            texts.text(language, key + ".title"),
                            texts.text(language, key + ".text"),
                            // No page of ours is at a name that is not ours.
                            code == 421 ? "" : "<p><a href=\"/\">" + texts.text(language, "error.home") + "</a></p>"));
        }
        String page =
                """
                <!DOCTYPE html>
                <html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%s</title></head>
                <body>%s</body></html>
                """.formatted(languages.getFirst().tag(), texts.text(languages.getFirst(), key + ".title"), words);
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        response.write(true, java.nio.ByteBuffer.wrap(bytes), callback);
    }
}
