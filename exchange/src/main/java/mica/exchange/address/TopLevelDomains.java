package mica.exchange.address;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/** The top-level domains of the internet as A-labels, by IANA's list of the day that the resource's first line says. */
final class TopLevelDomains {

    private static final Set<String> ALL = read();

    private TopLevelDomains() {}

    static boolean contains(String label) {
        return ALL.contains(label);
    }

    static int count() {
        return ALL.size();
    }

    private static Set<String> read() {
        try (InputStream list = TopLevelDomains.class.getResourceAsStream("top-level-domains.txt")) {
            if (list == null) {
                throw new IllegalStateException("the list of top-level domains is missing in the build");
            }
            return new BufferedReader(new InputStreamReader(list, StandardCharsets.US_ASCII))
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
