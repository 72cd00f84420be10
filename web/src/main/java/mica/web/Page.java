package mica.web;

import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.Moments;
import org.jspecify.annotations.Nullable;

/**
 * One page on its way to one person: the words in their language, the form with its errors, the site around it. Every
 * template gets it as {@code page}. One request's own; not shared.
 */
public final class Page {

    static final String LANGUAGE_COOKIE = "lang";
    private static final String NOTICE = "notice";
    private static final String PERSON = "person";

    private final Context ctx;
    private final Site site;
    private final Language language;
    private final ServiceFacts service;
    private String title = "";
    private Form form = Form.empty();
    private @Nullable String notice;
    private @Nullable String labels;
    private @Nullable String address;

    private Page(Context ctx, Site site) {
        this.ctx = ctx;
        this.site = site;
        this.service = site.service();
        this.language = language(ctx, site);
        Form.@Nullable FormMessage kept = ctx.attribute(NOTICE);
        this.notice = kept == null ? null : message(kept);
    }

    public static Page of(Context ctx, Site site, String titleKey, Object... arguments) {
        Page page = new Page(ctx, site);
        page.title = page.t(titleKey, arguments);
        return page;
    }

    /**
     * The language of a request, one of those that the service offers: {@code ?lang=} (kept in a cookie from then on), the
     * cookie, what the browser accepts.
     */
    public static Language language(Context ctx, Site site) {
        // Not the server's own reading of the query, which fails on broken percent signs.
        String asked = Form.query(ctx).raw("lang");
        if (!asked.isEmpty()) {
            Language language = offered(asked, site.offered());
            Cookie cookie = new Cookie(LANGUAGE_COOKIE, language.tag());
            cookie.setMaxAge(365 * 24 * 3600);
            cookie.setPath("/");
            cookie.setHttpOnly(true);
            cookie.setSameSite(SameSite.LAX);
            ctx.cookie(cookie);
            return language;
        }
        return language(ctx.cookie(LANGUAGE_COOKIE), ctx.header("Accept-Language"), site.offered());
    }

    static Language language(@Nullable String kept, @Nullable String accepted, List<Language> offered) {
        return kept != null ? offered(kept, offered) : Language.accepted(accepted, offered);
    }

    private static Language offered(String tag, List<Language> offered) {
        return Language.known(tag).filter(offered::contains).orElse(offered.getFirst());
    }

    public Page with(Form filled) {
        this.form = filled;
        return this;
    }

    /**
     * Leads to another page after something was done, which then says so once. Needs a session; see
     * {@link #takeNotice}.
     */
    public static void redirect(Context ctx, String href, String noticeKey, Object... arguments) {
        ctx.sessionAttribute(NOTICE, new Form.FormMessage(noticeKey, List.of(arguments)));
        ctx.redirect(href, HttpStatus.SEE_OTHER);
    }

    /** Takes the word a redirect left in the session, for the page this request will show. */
    public static void takeNotice(Context ctx) {
        Form.@Nullable FormMessage kept = ctx.consumeSessionAttribute(NOTICE);
        if (kept != null) {
            ctx.attribute(NOTICE, kept);
        }
    }

    /** Tells every page of this request who is signed in. */
    public static void person(Context ctx, String name) {
        ctx.attribute(PERSON, name);
    }

    /** Who is signed in, for the head of the page; null when nobody is. */
    public @Nullable String person() {
        return ctx.attribute(PERSON);
    }

    /** Where the page can be asked for again, when it answers a POST: its language links lead there. */
    public Page withAddress(String path) {
        this.address = path;
        return this;
    }

    /** Names the fields in the list of errors by the texts {@code prefix.field}. */
    public Page withLabels(String prefix) {
        this.labels = prefix;
        return this;
    }

    /** What is wrong with a field, with the field's name when the page has given names. */
    public String errorLine(String field, Form.FormMessage message) {
        String key = labels + "." + field;
        return labels != null && site.texts().has(language, key)
                ? t("form.named", t(key), message(message))
                : message(message);
    }

    /** A word on what was just done, shown once above the page. */
    public Page withNotice(@Nullable String textKey) {
        this.notice = textKey == null ? null : t(textKey);
        return this;
    }

    /** Renders a template with its model and answers with it. */
    public void show(String template, Object model) {
        ctx.html(rendered(template, model));
    }

    /** As above, for somebody else to answer with. */
    public String rendered(String template, Object model) {
        return render(template, Map.of("model", model));
    }

    public void show(String template) {
        ctx.html(render(template, Map.of()));
    }

    /** Shows the page again with what is wrong in it: 422 (RFC 9110, 15.5.21). */
    public void showErrors(String template, Object model) {
        ctx.status(422);
        show(template, model);
    }

    private String render(String template, Map<String, Object> model) {
        Map<String, Object> parameters = new HashMap<>(model);
        parameters.put("page", this);
        StringOutput output = new StringOutput(8_192);
        site.templates().render(template + ".jte", parameters, output);
        return output.toString();
    }

    public String t(String key, Object... arguments) {
        return site.texts().text(language, key, arguments);
    }

    /** The word for a value of an enum: key {@code prefix.NAME}. */
    public String t(String prefix, Enum<?> value) {
        return t(prefix + "." + value.name());
    }

    public String message(Form.FormMessage message) {
        return t(message.key(), message.arguments().toArray());
    }

    /** Of a configured text in several languages. */
    public String in(Map<String, String> texts) {
        return service.in(texts, language);
    }

    public Language language() {
        return language;
    }

    /** Those that the service offers. */
    public List<Language> languages() {
        return service.offered();
    }

    /** This page's address in another language; the first page's when it cannot be asked for again. */
    public String hrefIn(Language other) {
        boolean asked = ctx.method().name().equals("GET");
        StringBuilder href =
                new StringBuilder(asked ? ownPath(ctx.path()) : address != null ? address : "/").append("?");
        if (asked) {
            Form.query(ctx).values().forEach((name, values) -> {
                if (!name.equals("lang")) {
                    values.forEach(value -> href.append(encode(name))
                            .append('=')
                            .append(encode(value))
                            .append('&'));
                }
            });
        }
        return href.append("lang=").append(other.tag()).toString();
    }

    /** A path of this site: one that begins with two slashes, of either kind, would be a host to a browser. */
    private static String ownPath(String path) {
        int slashes = 0;
        while (slashes < path.length() && (path.charAt(slashes) == '/' || path.charAt(slashes) == '\\')) {
            slashes++;
        }
        return "/" + path.substring(slashes);
    }

    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    public String title() {
        return title;
    }

    /** Whether this is the answer to what could not be done: its title says so first. */
    public boolean hasFailed() {
        return !form.isRight() || (ctx.method().name().equals("POST") && ctx.statusCode() >= 400);
    }

    public Form form() {
        return form;
    }

    public @Nullable String notice() {
        return notice;
    }

    public ServiceFacts service() {
        return service;
    }

    public String serviceName() {
        return in(service.name());
    }

    public String authorityName() {
        return in(service.authority());
    }

    public String asset(String name) {
        return site.assets().href(name);
    }

    public List<Site.NavItem> navigation() {
        return site.navigation(ctx);
    }

    public boolean isCurrent(Site.NavItem item) {
        String path = ctx.path();
        return item.href().equals("/")
                ? path.equals("/")
                : path.equals(item.href()) || path.startsWith(item.href() + "/");
    }

    /** A value set for this request by an earlier handler, such as the officer who asks. */
    public <T> @Nullable T attribute(String name) {
        return ctx.attribute(name);
    }

    public ZoneId zone() {
        return ZoneId.of(service.timeZone());
    }

    public String date(LocalDate date) {
        return Moments.date(date, language);
    }

    public String dateTime(Instant instant) {
        return Moments.dateTime(instant, zone(), language);
    }

    /** Hours, minutes and seconds. */
    public String clock(Instant instant) {
        return Moments.clock(instant, zone());
    }

    /** For {@code datetime} attributes. */
    public String iso(Instant instant) {
        return instant.toString();
    }

    public String number(long number) {
        return language.number(number);
    }
}
