package mica.office.pace;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import mica.exchange.text.SmallFile;

/** Which provider a domain belongs to, and what it is offered at first. Threads may share it. */
public final class Providers {

    /** @param shared whether its domains share one pace; those of no provider each have their own */
    record Provider(String name, int atATime, double perSecond, boolean shared) {}

    private static final String ALL = "*";

    private final Map<String, Provider> byDomain;
    private final Provider others;

    private Providers(Map<String, Provider> byDomain, Provider others) {
        this.byDomain = byDomain;
        this.others = others;
    }

    /** The table that comes with the program. */
    public static Providers usual() {
        try (InputStream in = Objects.requireNonNull(Providers.class.getResourceAsStream("providers.txt"))) {
            return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** A table in the same form. @throws IllegalArgumentException naming the line that is wrong */
    public static Providers read(Path file) throws IOException {
        return read(SmallFile.text(file));
    }

    static Providers read(String table) {
        Map<String, Provider> byDomain = new HashMap<>();
        Provider others = null;
        int number = 0;
        for (String line : table.lines().toList()) {
            number++;
            String[] words = line.strip().split("\\s+");
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            try {
                boolean all = words[3].equals(ALL);
                Provider provider =
                        new Provider(words[0], Integer.parseInt(words[1]), Double.parseDouble(words[2]), !all);
                if (provider.atATime() < 1 || !(provider.perSecond() > 0)) {
                    throw new IllegalArgumentException("nothing allowed");
                }
                if (all) {
                    others = provider;
                    continue;
                }
                for (int i = 3; i < words.length; i++) {
                    byDomain.put(words[i].toLowerCase(Locale.ROOT), provider);
                }
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException wrong) {
                throw new IllegalArgumentException("line " + number + " of the table of providers is wrong", wrong);
            }
        }
        if (others == null) {
            throw new IllegalArgumentException("the table of providers has no line for all other domains (*)");
        }
        return new Providers(Map.copyOf(byDomain), others);
    }

    Provider of(String domain) {
        Provider own = byDomain.get(domain);
        if (own != null) {
            return own;
        }
        for (int dot = domain.indexOf('.'); dot >= 0; dot = domain.indexOf('.', dot + 1)) {
            Provider above = byDomain.get("*" + domain.substring(dot));
            if (above != null) {
                return above;
            }
        }
        return others;
    }
}
