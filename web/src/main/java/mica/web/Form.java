package mica.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import mica.exchange.address.EmailAddress;
import mica.exchange.text.PlainText;
import org.jspecify.annotations.Nullable;

/**
 * What was typed into a form, kept as typed, with what is wrong with it. Reading never fails: broken percent signs and
 * broken UTF-8 become replacement characters, which the field checks then refuse. One request's own; not shared.
 */
public final class Form {

    /** A text key and its arguments. */
    public record FormMessage(String key, List<Object> arguments) {}

    /** Octets; a notice with all its texts has a tenth of it. Files have pages of their own. */
    private static final int LARGEST = 1_000_000;

    private final Map<String, List<String>> values;
    private final Map<String, FormMessage> errors = new LinkedHashMap<>();

    private Form(Map<String, List<String>> values) {
        this.values = values;
    }

    public static Form empty() {
        return new Form(new HashMap<>());
    }

    /** A form already filled in, for correcting what was sent before. */
    public static Form filled(Map<String, List<String>> values) {
        return new Form(new HashMap<>(values));
    }

    /** Reads the fields of a posted form, plain or with files. @throws BadRequestResponse when the parts are broken */
    public static Form posted(Context ctx) {
        // The head as sent: the server's own reading of it fails on unknown character sets.
        String type = ctx.header(Header.CONTENT_TYPE);
        long length = ctx.req().getContentLengthLong();
        if (length > LARGEST) {
            throw new ContentTooLargeResponse();
        }
        if (type != null && type.startsWith("multipart/form-data")) {
            if (length < 0) {
                // Browsers say how long it is; parts without an end would fill memory and disk.
                throw new ContentTooLargeResponse();
            }
            try {
                return new Form(new HashMap<>(ctx.formParamMap()));
            } catch (HttpResponseException told) {
                throw told;
            } catch (Exception broken) {
                throw new BadRequestResponse();
            }
        }
        byte[] body = length >= 0 ? ctx.bodyAsBytes() : ofUnknownLength(ctx);
        return encoded(new String(body, StandardCharsets.UTF_8));
    }

    private static byte[] ofUnknownLength(Context ctx) {
        byte[] body;
        try {
            body = ctx.req().getInputStream().readNBytes(LARGEST + 1);
        } catch (IOException broken) {
            throw new BadRequestResponse();
        }
        if (body.length > LARGEST) {
            throw new ContentTooLargeResponse();
        }
        return body;
    }

    /** Reads the fields of the address line. */
    public static Form query(Context ctx) {
        String query = ctx.queryString();
        return new Form(parse(query == null ? "" : query));
    }

    static Form encoded(String encoded) {
        return new Form(parse(encoded));
    }

    private static Map<String, List<String>> parse(String encoded) {
        Map<String, List<String>> values = new HashMap<>();
        for (String pair : encoded.split("&", 2_000)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.computeIfAbsent(decode(pair.substring(0, equals)), k -> new ArrayList<>())
                        .add(decode(pair.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decode(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException brokenPercent) {
            return encoded.replace("%", "\uFFFD");
        }
    }

    /** The field as typed; empty when it was not sent. */
    public String raw(String field) {
        List<String> all = values.get(field);
        return all == null || all.isEmpty() ? "" : all.get(0);
    }

    /** Every value of a field that may be sent several times, as typed. */
    public List<String> all(String field) {
        return List.copyOf(values.getOrDefault(field, List.of()));
    }

    public boolean isTicked(String field) {
        return !raw(field).isEmpty();
    }

    public Form put(String field, String value) {
        values.put(field, new ArrayList<>(List.of(value)));
        return this;
    }

    /** Every field with its values, for carrying them through a check page as hidden fields. */
    public Map<String, List<String>> values() {
        return values;
    }

    /** Notes what is wrong with a field; the first word on a field stays. */
    public Form error(String field, String key, Object... arguments) {
        errors.putIfAbsent(field, new FormMessage(key, List.of(arguments)));
        return this;
    }

    public Map<String, FormMessage> errors() {
        return errors;
    }

    public @Nullable FormMessage errorOf(String field) {
        return errors.get(field);
    }

    public boolean isRight() {
        return errors.isEmpty();
    }

    /** A required line; notes an error and answers the empty text when it is missing or not clean. */
    public String line(String field, int maximum) {
        return text(field, maximum, true, raw -> PlainText.line(raw, maximum));
    }

    /** A line that may be left empty. */
    public String optionalLine(String field, int maximum) {
        return text(field, maximum, false, raw -> PlainText.line(raw, maximum));
    }

    /** A required text of several lines. */
    public String paragraphs(String field, int maximum) {
        return text(field, maximum, true, raw -> PlainText.paragraphs(raw, maximum));
    }

    /** A text of several lines that may be left empty. */
    public String optionalParagraphs(String field, int maximum) {
        return text(field, maximum, false, raw -> PlainText.paragraphs(raw, maximum));
    }

    private String text(String field, int maximum, boolean required, Function<String, PlainText.Outcome> clean) {
        return switch (clean.apply(raw(field))) {
            case PlainText.Outcome.Clean clear -> clear.text();
            case PlainText.Outcome.Refused refused -> {
                if (required || refused.reason() != PlainText.Refusal.EMPTY) {
                    error(field, "form.text." + refused.reason(), maximum);
                }
                yield "";
            }
        };
    }

    /** A required e-mail address; notes an error and answers null when it is none. */
    public @Nullable EmailAddress email(String field) {
        return email(field, true);
    }

    /** An e-mail address that may be left empty. */
    public Optional<EmailAddress> optionalEmail(String field) {
        return Optional.ofNullable(email(field, false));
    }

    private @Nullable EmailAddress email(String field, boolean required) {
        return switch (EmailAddress.parse(raw(field))) {
            case EmailAddress.Outcome.Parsed parsed -> parsed.address();
            case EmailAddress.Outcome.Refused refused -> {
                if (required || refused.reason() != EmailAddress.Refusal.EMPTY) {
                    error(field, "form.email." + refused.reason());
                    put(field, EmailAddress.legible(raw(field)));
                }
                yield null;
            }
        };
    }

    /** One of the given values; notes an error and answers the empty text when nothing or something else was sent. */
    public String choice(String field, List<String> allowed) {
        String value = raw(field);
        if (!allowed.contains(value)) {
            error(field, "form.choice");
            return "";
        }
        return value;
    }
}
