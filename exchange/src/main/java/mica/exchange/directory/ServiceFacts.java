package mica.exchange.directory;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import mica.exchange.record.Version;
import mica.exchange.text.Language;
import org.jspecify.annotations.Nullable;

/**
 * What an installation is: who runs it, for which disease, for whom. Written by the authority as configuration,
 * published by the office, shown by every page. Texts are maps from language tag to text; the first language is always there.
 *
 * @param publicUrl the front's address as visitors see it, without a slash at the end
 * @param timeZone of the authority, such as {@code Asia/Tokyo}; days and printed times are in it
 * @param demo true when nothing is real; every page says so
 * @param partners addresses, sites and telephone numbers of others that a notice may name; missing means none
 * @param languages the tags of those it offers, the first of which is the authority's own; missing means all of the program
 */
@Version(1)
public record ServiceFacts(
        State state,
        Map<String, String> name,
        Map<String, String> authority,
        Map<String, String> department,
        Disease disease,
        String phone,
        String email,
        Map<String, String> hours,
        String publicUrl,
        String timeZone,
        List<Sector> sectors,
        List<String> municipalities,
        @Nullable String opensOn,
        boolean demo,
        List<String> partners,
        List<String> languages) {

    public ServiceFacts {
        // A file of the authority may lack both lists.
        languages = languages == null || languages.isEmpty()
                ? Language.ours().stream().map(Language::tag).toList()
                : List.copyOf(languages);
        partners =
                Objects.requireNonNullElse(partners, List.<String>of()).stream().toList();
    }

    /** A service in every language of the program. */
    public ServiceFacts(
            State state,
            Map<String, String> name,
            Map<String, String> authority,
            Map<String, String> department,
            Disease disease,
            String phone,
            String email,
            Map<String, String> hours,
            String publicUrl,
            String timeZone,
            List<Sector> sectors,
            List<String> municipalities,
            @Nullable String opensOn,
            boolean demo,
            List<String> partners) {
        this(
                state,
                name,
                authority,
                department,
                disease,
                phone,
                email,
                hours,
                publicUrl,
                timeZone,
                sectors,
                municipalities,
                opensOn,
                demo,
                partners,
                List.of());
    }

    /** Of the whole service: before its start, in operation, over. */
    public enum State {
        PREPARING,
        OPEN,
        ENDED
    }

    /**
     * A kind of business.
     *
     * @param eligible whether venues of it may take part
     * @param rule the condition or the reason, shown beside it; may be empty
     */
    public record Sector(String code, Map<String, String> name, boolean eligible, Map<String, String> rule) {}

    /** How long a visit is kept, in whole days after its own. */
    public int retentionDays() {
        return disease.retentionDays();
    }

    /** The languages that people are offered, at least one: those it names, without what this program has no texts in. */
    public List<Language> offered() {
        List<Language> offered = languages.stream()
                .flatMap(tag -> Language.known(tag).stream())
                .distinct()
                .toList();
        return offered.isEmpty() ? List.of(Language.first()) : offered;
    }

    /** The authority's own language: of posters, certificates and everything that is said once. */
    public Language ownLanguage() {
        return offered().getFirst();
    }

    /** The text in a language, in the authority's own when it is missing; empty when that is missing, too. */
    public String in(Map<String, String> texts, Language language) {
        String text = texts.get(language.tag());
        return text != null ? text : texts.getOrDefault(ownLanguage().tag(), "");
    }

    public ServiceFacts withState(State next) {
        return with(next, disease, languages);
    }

    /** The same service for another disease, or the same one with another retention. */
    public ServiceFacts withDisease(Disease next) {
        return with(state, next, languages);
    }

    /** The same service in other languages. */
    public ServiceFacts withLanguages(List<Language> next) {
        return with(state, disease, next.stream().map(Language::tag).toList());
    }

    private ServiceFacts with(State nextState, Disease nextDisease, List<String> nextLanguages) {
        return new ServiceFacts(
                nextState,
                name,
                authority,
                department,
                nextDisease,
                phone,
                email,
                hours,
                publicUrl,
                timeZone,
                sectors,
                municipalities,
                opensOn,
                demo,
                partners,
                nextLanguages);
    }
}
