package mica.bench.notice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** How the office signs its mails during a run, and what that is measured by. */
enum Signing {
    NONE("", "", 0),
    RSA("RSA", "rsa2048", 2048),
    ED25519("Ed25519", "ed25519", 255);

    private static final double TARGET_OF_OPENSSL = 0.5;
    private static final double TARGET_OF_SMTP_SOURCE = 0.7;

    private final String algorithm;
    private final String openSslName;
    private final int size;

    Signing(String algorithm, String openSslName, int size) {
        this.algorithm = algorithm;
        this.openSslName = openSslName;
        this.size = size;
    }

    String openSslName() {
        return openSslName;
    }

    /** The settings of an office that signs so, with a new key in the folder. */
    Map<String, String> settings(Path folder) throws IOException, GeneralSecurityException {
        if (this == NONE) {
            return Map.of();
        }
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(size);
        byte[] key = generator.generateKeyPair().getPrivate().getEncoded();
        Path file = folder.resolve("dkim-" + openSslName + ".pem");
        Files.deleteIfExists(file);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file,
                "-----BEGIN PRIVATE KEY-----\n"
                        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                                .encodeToString(key)
                        + "\n-----END PRIVATE KEY-----\n");
        return Map.of("MICA_OFFICE_MAIL_DKIM", "bench:" + file);
    }

    /**
     * The last line of a run.
     *
     * @param openSsl signatures a second, of two cores
     * @param smtpSource mails a second; zero when it did not take part
     */
    String conclusion(double mails, double openSsl, double smtpSource) {
        String rates = String.format(
                Locale.ROOT, "signing: %,.0f mails/s with %s, openssl %,.0f signatures/s", mails, openSslName, openSsl);
        String ofOpenSsl = String.format(Locale.ROOT, "%.2f of openssl", mails / openSsl);
        if (this == RSA) {
            return rates + ", ratio " + ofOpenSsl + " (target " + TARGET_OF_OPENSSL + ")";
        }
        return smtpSource == 0
                ? rates + ", ratio " + ofOpenSsl
                : String.format(
                        Locale.ROOT,
                        "%s, smtp-source %,.0f mails/s, ratios %s, %.2f of smtp-source (target %.1f)",
                        rates,
                        smtpSource,
                        ofOpenSsl,
                        mails / smtpSource,
                        TARGET_OF_SMTP_SOURCE);
    }
}
