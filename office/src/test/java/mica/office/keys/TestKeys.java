package mica.office.keys;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Key stores of tests: encrypted as any, under a passphrase that costs nothing to try. */
public final class TestKeys {

    public static final Passphrase PASSPHRASE = new Passphrase("a passphrase of the tests");

    static final MasterFile.Cost CHEAP = new MasterFile.Cost(8, 1, 1);

    private TestKeys() {}

    /** Every content of the folder in the clear, and the master key itself. */
    public static List<byte[]> everySecret(Path folder) {
        KeyFolder files = new KeyFolder(folder);
        MasterKey known = MasterKey.random();
        MasterKey master = MasterFile.unwrap(
                        MasterFile.Use.MASTER, files.read("master").orElseThrow(), PASSPHRASE)
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

    public static KeyStore open(Path folder) {
        return KeyStore.open(folder, PASSPHRASE, CHEAP);
    }
}
