package mica.office.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import mica.exchange.address.EmailAddress;
import mica.exchange.database.Json;
import mica.exchange.directory.ServiceFacts;
import mica.exchange.text.Language;
import mica.exchange.text.SmallFile;

/** Reads the facts of a service from JSON. */
public final class ServiceFile {

    private ServiceFile() {}

    /** @throws IllegalArgumentException when the content is no facts of a service: a field missing, wrong or unknown */
    public static ServiceFacts read(Path file) throws IOException {
        return read(SmallFile.text(file));
    }

    /** The service that comes with the program: Miyagi Prefecture's. */
    public static ServiceFacts miyagi() {
        try (InputStream in = ServiceFile.class.getResourceAsStream("miyagi.json")) {
            if (in == null) {
                throw new IllegalStateException("the program lacks miyagi.json");
            }
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    static ServiceFacts read(String json) {
        try {
            return checked(Json.read(json, ServiceFacts.class));
        } catch (IllegalArgumentException wrong) {
            Throwable cause = wrong;
            while (cause.getCause() != null) {
                cause = cause.getCause();
            }
            // What the facts themselves object to is said in their words, without the reader's around them.
            throw cause instanceof IllegalArgumentException own
                    ? new IllegalArgumentException("not usable: " + own.getMessage(), wrong)
                    : wrong;
        }
    }

    /** People are told to write to it. */
    private static ServiceFacts checked(ServiceFacts facts) {
        if (!facts.email().isEmpty()
                && EmailAddress.parse(facts.email())
                        instanceof EmailAddress.Outcome.Refused(EmailAddress.Refusal reason)) {
            throw new IllegalArgumentException("email is no address: " + reason);
        }
        checkLanguages(facts);
        return facts;
    }

    private static void checkLanguages(ServiceFacts facts) {
        for (String tag : facts.languages()) {
            if (Language.known(tag).isEmpty()) {
                throw new IllegalArgumentException(
                        "languages: there are no texts in " + tag + ", only in " + Language.all());
            }
        }
        if (Set.copyOf(facts.languages()).size() < facts.languages().size()) {
            throw new IllegalArgumentException("languages: one is named twice");
        }
        checkOwnText(facts, "name", facts.name());
        checkOwnText(facts, "authority", facts.authority());
        checkOwnText(facts, "disease.name", facts.disease().name());
        checkOwnText(facts, "disease.source", facts.disease().source());
    }

    private static void checkOwnText(ServiceFacts facts, String field, Map<String, String> texts) {
        Language own = facts.ownLanguage();
        if (texts == null || texts.getOrDefault(own.tag(), "").isBlank()) {
            throw new IllegalArgumentException(
                    field + " must have a text in " + own.ownName() + " (" + own + "), the first of its languages");
        }
    }
}
