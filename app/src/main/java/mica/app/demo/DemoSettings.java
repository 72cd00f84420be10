package mica.app.demo;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import mica.app.postgres.Private;
import mica.exchange.database.DatabaseConfiguration;
import mica.exchange.database.Json;
import mica.exchange.seal.OfficeKey;
import mica.office.OfficeConfiguration;
import mica.office.relay.RelayConfiguration;

/**
 * Settings with which one zone alone is started beside a running demo, on the demo's databases: {@code front.properties},
 * {@code office.properties}. They hold passwords and are the owner's alone.
 */
final class DemoSettings {

    private DemoSettings() {}

    /** Written at every start: the database's and the inbox's ports are others each time. */
    static void write(
            Path folder,
            OfficeConfiguration office,
            DatabaseConfiguration frontExchange,
            OfficeKey officeKey,
            DemoSecrets secrets)
            throws IOException {
        Map<String, String> front = new TreeMap<>();
        front.put("front.port", "0");
        front.put("front.office-key", officeKey.toString());
        front.put("front.stamp-key", secrets.stampKey());
        database(front, "front.exchange", frontExchange);
        write(folder.resolve("front.properties"), front);

        Path service = folder.resolve("service.json");
        Private.file(service, Json.write(office.service()));
        RelayConfiguration inbox = office.relays().getFirst();
        Map<String, String> values = new TreeMap<>();
        values.put("office.port", "0");
        values.put("office.https", "no");
        values.put("office.keys", office.keys().toString());
        values.put("office.keys-passphrase", secrets.keysPassphraseText());
        values.put("office.work", office.work().toString());
        values.put(
                "office.ledger-copy",
                folder.resolve("ledger").resolve("heads.log").toString());
        values.put("office.service", service.toString());
        values.put("office.front-role", office.frontRole());
        values.put("office.mail.host", inbox.host());
        values.put("office.mail.port", Integer.toString(inbox.port()));
        values.put("office.mail.security", "NONE");
        values.put("office.mail.sender", "mica@demo.example.jp");
        database(values, "office.exchange", office.exchange());
        database(values, "office.database", office.database());
        write(folder.resolve("office.properties"), values);
    }

    private static void database(Map<String, String> values, String prefix, DatabaseConfiguration database) {
        values.put(prefix + ".url", database.url());
        values.put(prefix + ".user", database.user());
        values.put(prefix + ".password", database.password());
    }

    private static void write(Path file, Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        StringWriter text = new StringWriter();
        properties.store(text, "Of the last start of this demo.");
        Private.file(file, text.toString());
    }
}
