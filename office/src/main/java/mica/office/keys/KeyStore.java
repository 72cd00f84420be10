package mica.office.keys;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.hybrid.HpkePrivateKey;
import com.google.crypto.tink.hybrid.HpkePublicKey;
import com.google.crypto.tink.hybrid.HybridConfig;
import com.google.crypto.tink.util.Bytes;
import com.google.crypto.tink.util.SecretBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import mica.exchange.seal.Hpke;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.SealKey;

/**
 * The private keys, in files outside every database: one folder a day with a key pair per purpose and the day's mask,
 * and the installation's lasting secrets. Whoever holds a day's folder can open the day; who destroys it, nobody can.
 * Threads may share it.
 */
public final class KeyStore {

    private static final String MASK = "MASK";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path folder;

    /** @param folder made when missing, readable by its owner alone */
    public KeyStore(Path folder) {
        this.folder = folder;
        makeFolder(folder);
    }

    /** Makes the keys of a day where they are missing. What is there stays. */
    public void ensureDay(LocalDate day) {
        Path dayFolder = folder.resolve(day.toString());
        makeFolder(dayFolder);
        for (KeyPurpose purpose : KeyPurpose.values()) {
            if (!Files.exists(dayFolder.resolve(purpose.name()))) {
                writeNew(dayFolder.resolve(purpose.name()), newKeyPair());
            }
        }
        if (!Files.exists(dayFolder.resolve(MASK))) {
            writeNew(dayFolder.resolve(MASK), randomBytes(32));
        }
    }

    /** The public half; empty when the day has no keys, or none any more. */
    public Optional<SealKey> publicKey(LocalDate day, KeyPurpose purpose) {
        return pair(day, purpose).map(pair -> new SealKey(day, purpose, java.util.Arrays.copyOf(pair, 32)));
    }

    /** Every day whose folder is there, oldest first. */
    public List<LocalDate> days() {
        try (Stream<Path> folders = Files.list(folder)) {
            return folders.filter(Files::isDirectory)
                    .map(path -> LocalDate.parse(path.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Destroys one key pair of a day for good. */
    public void destroy(LocalDate day, KeyPurpose purpose) {
        overwriteAndDelete(folder.resolve(day.toString()).resolve(purpose.name()));
    }

    /** Destroys all keys of a day for good: what they sealed can never be opened again. */
    public void destroyDay(LocalDate day) {
        Path dayFolder = folder.resolve(day.toString());
        if (!Files.exists(dayFolder)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(dayFolder)) {
            paths.sorted(Comparator.reverseOrder()).forEach(files::add);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        files.forEach(KeyStore::overwriteAndDelete);
    }

    Optional<byte[]> mask(LocalDate day) {
        return read(folder.resolve(day.toString()).resolve(MASK));
    }

    /** A lasting secret of this installation, 32 octets, made when first asked for. */
    byte[] secret(String name) {
        Path file = folder.resolve(name + ".secret");
        return read(file).orElseGet(() -> {
            writeNew(file, randomBytes(32));
            return read(file).orElseThrow();
        });
    }

    @AccessesPartialKey
    Optional<HpkePrivateKey> privateKey(LocalDate day, KeyPurpose purpose) {
        return pair(day, purpose).map(pair -> {
            try {
                HpkePublicKey publicKey = HpkePublicKey.create(Hpke.parameters(), Bytes.copyFrom(pair, 0, 32), null);
                return HpkePrivateKey.create(
                        publicKey,
                        SecretBytes.copyFrom(
                                java.util.Arrays.copyOfRange(pair, 32, 64), InsecureSecretKeyAccess.get()));
            } catch (GeneralSecurityException broken) {
                throw new IllegalStateException("broken key file of " + day + " " + purpose, broken);
            }
        });
    }

    /** Public and private half, 32 octets each. */
    @AccessesPartialKey
    private static byte[] newKeyPair() {
        try {
            HybridConfig.register();
            HpkePrivateKey key = (HpkePrivateKey)
                    KeysetHandle.generateNew(Hpke.parameters()).getPrimary().getKey();
            byte[] pair = new byte[64];
            System.arraycopy(key.getPublicKey().getPublicKeyBytes().toByteArray(), 0, pair, 0, 32);
            System.arraycopy(key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get()), 0, pair, 32, 32);
            return pair;
        } catch (GeneralSecurityException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private Optional<byte[]> pair(LocalDate day, KeyPurpose purpose) {
        return read(folder.resolve(day.toString()).resolve(purpose.name()));
    }

    private static byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static Optional<byte[]> read(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.readAllBytes(file)) : Optional.empty();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static void makeFolder(Path path) {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path.getParent());
                Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
        } catch (FileAlreadyExistsException madeByAnother) {
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Written beside, synced and linked into place, so that two offices agree on one key and none is half-written. */
    private static void writeNew(Path file, byte[] content) {
        try {
            Path part = Files.createTempFile(
                    file.getParent(),
                    ".new",
                    "",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(part, content, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            try {
                Files.createLink(file, part);
            } catch (FileAlreadyExistsException madeByAnother) {
                // The other one's key stands.
            } finally {
                Files.delete(part);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static void overwriteAndDelete(Path path) {
        try {
            if (Files.isRegularFile(path)) {
                Files.write(path, new byte[(int) Files.size(path)], StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            }
            Files.deleteIfExists(path);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
