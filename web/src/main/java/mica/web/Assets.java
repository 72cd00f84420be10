package mica.web;

import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Style sheets and scripts, read once from {@code /assets} of the class path and served under the hash of their content,
 * so that browsers keep them for good. Style sheets name design tokens of the Digital Agency's design system as
 * {@code var(--color-primitive-blue-900)}; their values are put in here, so that no visitor downloads the whole list.
 */
public final class Assets {

    private record Asset(byte[] content, String type) {}

    private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+):\\s*([^;]+);");
    private static final Pattern USE = Pattern.compile("var\\(--((?:color|font|border|elevation)-[a-z0-9-]+)\\)");

    private final Map<String, Asset> byPath = new HashMap<>();
    private final Map<String, String> hrefs = new HashMap<>();

    /** Reads the named files. @throws IllegalArgumentException when one is missing or names an unknown token */
    public Assets(String... names) {
        Map<String, String> tokens = new HashMap<>();
        Matcher matcher = TOKEN.matcher(text("design-tokens.css"));
        while (matcher.find()) {
            tokens.put(matcher.group(1), matcher.group(2).strip());
        }
        for (String name : names) {
            String content = text(name);
            if (name.endsWith(".css")) {
                content = resolve(content, tokens);
            }
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            String hash = hash(bytes);
            byPath.put(hash + "/" + name, new Asset(bytes, type(name)));
            hrefs.put(name, "/assets/" + hash + "/" + name);
        }
    }

    /** The address of an asset. @throws IllegalArgumentException when it was not named at the start */
    public String href(String name) {
        String href = hrefs.get(name);
        if (href == null) {
            throw new IllegalArgumentException("unknown asset " + name);
        }
        return href;
    }

    void serve(Context ctx) {
        Asset asset = byPath.get(ctx.pathParam("hash") + "/" + ctx.pathParam("name"));
        if (asset == null) {
            throw new NotFoundResponse();
        }
        ctx.header("Cache-Control", "public, max-age=31536000, immutable");
        ctx.contentType(asset.type()).result(asset.content());
    }

    private static String resolve(String css, Map<String, String> tokens) {
        return USE.matcher(css).replaceAll(use -> {
            String value = tokens.get(use.group(1));
            if (value == null) {
                throw new IllegalArgumentException("unknown design token " + use.group(1));
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static String type(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "svg" -> "image/svg+xml";
            default -> throw new IllegalArgumentException("what is " + name + "?");
        };
    }

    private static String text(String name) {
        try (@Nullable InputStream in = Assets.class.getResourceAsStream("/assets/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("missing asset " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content), 0, 6);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
