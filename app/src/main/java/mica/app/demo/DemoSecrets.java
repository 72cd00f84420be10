package mica.app.demo;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import mica.app.postgres.Private;
import mica.office.keys.Passphrase;

/**
 * The passwords of one demo, drawn when its folder is made and kept there, so that no two demos share one and the same
 * demo says the same tomorrow.
 */
final class DemoSecrets {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final String EASY = "abcdefghjkmnpqrstuvwxyz23456789";

    private static final String KEYS_PASSPHRASE = "keys.passphrase";
    private static final String SUPERUSER = "database.superuser";

    private final Properties values;

    private DemoSecrets(Properties values) {
        this.values = values;
    }

    static DemoSecrets of(Path folder) throws IOException {
        Path file = folder.resolve("demo.properties");
        Properties values = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
                values.load(reader);
            }
            for (DemoOfficer officer : DemoOfficer.values()) {
                // A folder of an earlier version may lack an officer.
                if (values.getProperty("totp." + officer.loginName()) == null) {
                    values.setProperty("totp." + officer.loginName(), random(BASE32, 32));
                    store(values, file);
                }
            }
            if (values.getProperty(KEYS_PASSPHRASE) == null) {
                // A folder of a version whose keys were not encrypted.
                values.setProperty(KEYS_PASSPHRASE, random(EASY, 24));
                store(values, file);
            }
            if (values.getProperty(SUPERUSER) == null) {
                // A folder of a version whose database let every user of the machine in.
                values.setProperty(SUPERUSER, random(EASY, 24));
                store(values, file);
            }
            return new DemoSecrets(values);
        }
        byte[] bytes = new byte[32];
        for (String name : new String[] {"database.office", "database.front", "stamp"}) {
            RANDOM.nextBytes(bytes);
            values.setProperty(name, HexFormat.of().formatHex(bytes));
        }
        values.setProperty(KEYS_PASSPHRASE, random(EASY, 24));
        values.setProperty(SUPERUSER, random(EASY, 24));
        values.setProperty("officer.password", "demo-" + random(EASY, 8));
        for (DemoOfficer officer : DemoOfficer.values()) {
            values.setProperty("totp." + officer.loginName(), random(BASE32, 32));
        }
        Private.file(file, "");
        store(values, file);
        return new DemoSecrets(values);
    }

    private static void store(Properties values, Path file) throws IOException {
        try (Writer writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            values.store(writer, null);
        }
    }

    private static String random(String letters, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(letters.charAt(RANDOM.nextInt(letters.length())));
        }
        return text.toString();
    }

    String officePassword() {
        return get("database.office");
    }

    /** Of the database server's superuser, who could read this machine's files as whoever runs the demo. */
    String superuserPassword() {
        return get(SUPERUSER);
    }

    String frontPassword() {
        return get("database.front");
    }

    String stampKey() {
        return get("stamp");
    }

    /** One password for all demo officers; each has a TOTP secret of their own. */
    String officerPassword() {
        return get("officer.password");
    }

    String totpSecret(DemoOfficer officer) {
        return get("totp." + officer.loginName());
    }

    /** Opens the private keys. */
    Passphrase keysPassphrase() {
        return new Passphrase(keysPassphraseText());
    }

    /** The same for a file of settings. */
    String keysPassphraseText() {
        return get(KEYS_PASSPHRASE);
    }

    private String get(String name) {
        String value = values.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("the demo's folder is of another version: demo.properties lacks " + name);
        }
        return value;
    }
}
