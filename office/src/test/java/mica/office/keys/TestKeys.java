package mica.office.keys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Key stores of tests: encrypted as any, under a passphrase that costs nothing to try. */
public final class TestKeys {

    public static final Passphrase PASSPHRASE = new Passphrase("a passphrase of the tests");

    static final MasterFile.Cost CHEAP = new MasterFile.Cost(8, 1, 1);

    private TestKeys() {}

    /** Every content of the folder in the clear, and the master key itself. */
    public static List<byte[]> everySecret(Path folder) {
        KeyFolder files = new KeyFolder(folder);
        MasterKey known = MasterKey.random();
        MasterKey master = MasterFile.unwrap(files.read("master").orElseThrow(), PASSPHRASE)
                .orElseThrow();
        List<byte[]> secrets = new ArrayList<>();
        secrets.add(
                known.unwrap(master.wrappedBy(known, new byte[0]), new byte[0]).orElseThrow());
        KeyFiles encrypted = new KeyFiles(files, master);
        files.files().stream()
                .filter(name -> !name.equals("master") && !name.startsWith("events/"))
                .forEach(name -> secrets.add(encrypted.read(name).orElseThrow()));
        return secrets;
    }

    /** Makes a folder and all in it its owner's alone, as what the program makes itself is. */
    public static void close(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.toList()) {
                Files.setPosixFilePermissions(
                        one, PosixFilePermissions.fromString(Files.isDirectory(one) ? "rwx------" : "rw-------"));
            }
        }
    }

    public static KeyStore open(Path folder) {
        return KeyStore.open(folder, PASSPHRASE, CHEAP);
    }
}
