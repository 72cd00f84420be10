package mica.exchange.directory;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import mica.exchange.record.Version;
import org.jspecify.annotations.Nullable;

/**
 * What an installation is: who runs it, for which disease, for whom. Written by the authority as configuration,
 * published by the office, shown by every page. Texts are maps from language tag to text; Japanese is always there.
 *
 * @param publicUrl the front's address as visitors see it, without a slash at the end
 * @param timeZone of the authority, such as {@code Asia/Tokyo}; days and printed times are in it
 * @param demo true when nothing is real; every page says so
 * @param partners addresses, sites and telephone numbers of others that a notice may name; missing means none
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
        List<String> partners) {

    public ServiceFacts {
        // A file of the authority may lack the list.
        partners =
                Objects.requireNonNullElse(partners, List.<String>of()).stream().toList();
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

    /** The text in a language, Japanese when it is missing. */
    public static String in(Map<String, String> texts, String languageTag) {
        String text = texts.get(languageTag);
        return text != null ? text : texts.getOrDefault("ja", "");
    }

    public ServiceFacts withState(State next) {
        return with(next, disease);
    }

    /** The same service for another disease, or the same one with another retention. */
    public ServiceFacts withDisease(Disease next) {
        return with(state, next);
    }

    private ServiceFacts with(State nextState, Disease nextDisease) {
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
                partners);
    }
}
