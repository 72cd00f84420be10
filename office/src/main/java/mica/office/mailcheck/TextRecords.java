package mica.office.mailcheck;

import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Cache;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Record;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** Asks the DNS for texts, without a memory: what was just published counts. Threads may share it. */
public final class TextRecords {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final @Nullable Resolver resolver;

    private TextRecords(@Nullable Resolver resolver) {
        this.resolver = resolver;
    }

    /** As this machine asks. */
    public static TextRecords ofThisMachine() {
        return new TextRecords(null);
    }

    /** From one server. @throws UnknownHostException when its name is unknown */
    public static TextRecords of(InetSocketAddress server) throws UnknownHostException {
        SimpleResolver resolver = new SimpleResolver(server);
        resolver.setTimeout(PATIENCE);
        return new TextRecords(resolver);
    }

    /** Thrown when nobody answers: then nothing is known. */
    static final class Unanswered extends Exception {
        private static final long serialVersionUID = 1L;
    }

    /** The texts at a name, the parts of each joined; none when there are none. */
    List<String> at(String name) throws Unanswered {
        Lookup lookup;
        try {
            lookup = new Lookup(name + ".", Type.TXT);
        } catch (TextParseException noName) {
            return List.of();
        }
        if (resolver != null) {
            lookup.setResolver(resolver);
        }
        lookup.setCache(new Cache());
        Record[] records = lookup.run();
        if (lookup.getResult() == Lookup.TRY_AGAIN || lookup.getResult() == Lookup.UNRECOVERABLE) {
            throw new Unanswered();
        }
        List<String> texts = new ArrayList<>();
        for (Record record : records == null ? new Record[0] : records) {
            if (record instanceof TXTRecord text) {
                StringBuilder joined = new StringBuilder();
                text.getStringsAsByteArrays()
                        .forEach(part -> joined.append(new String(part, StandardCharsets.ISO_8859_1)));
                texts.add(joined.toString());
            }
        }
        return texts;
    }
}
