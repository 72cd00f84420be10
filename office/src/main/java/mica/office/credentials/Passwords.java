package mica.office.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/** Argon2id hashes (RFC 9106) as PHC strings, so that the parameters can be raised without losing anybody. */
public final class Passwords {

    public static final int SHORTEST = 12;
    public static final int LONGEST = 200;

    /** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane. */
    private static final int MEMORY_KIB = 19_456;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    /** RFC 9106, 4: a salt of 128 bits, a tag of 256. */
    private static final int SALT = 16;

    private static final int TAG = 32;
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,9}),t=(\\d{1,5}),p=(\\d{1,3})\\$([A-Za-z0-9+/]+)\\$([A-Za-z0-9+/]+)");
    private static final SecureRandom RANDOM = new SecureRandom();
    /** Letters that nobody confuses on paper. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";
    /** Each hash takes its memory: a flood of sign-ins must queue, not fill the heap. */
    private static final Semaphore AT_A_TIME = new Semaphore(4);

    /** Of a password nobody has; hashing against it takes as long as against a real one. */
    private static final String NOBODYS = hash(random());

    private Passwords() {}

    public static String hash(String password) {
        byte[] salt = new byte[SALT];
        RANDOM.nextBytes(salt);
        byte[] tag = argon2id(password, salt, MEMORY_KIB, PASSES, LANES, TAG);
        Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
        return "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=" + LANES + "$" + base64.encodeToString(salt)
                + "$" + base64.encodeToString(tag);
    }

    /** @throws IllegalArgumentException when the stored text is no hash of this kind */
    public static boolean matches(String password, String phc) {
        Matcher parts = PHC.matcher(phc);
        if (!parts.matches()) {
            throw new IllegalArgumentException("not an Argon2id hash");
        }
        byte[] salt = Base64.getDecoder().decode(parts.group(4));
        byte[] expected = Base64.getDecoder().decode(parts.group(5));
        byte[] tag = argon2id(
                password,
                salt,
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(3)),
                expected.length);
        return MessageDigest.isEqual(tag, expected);
    }

    /** Takes as long as a check, so that an unknown name cannot be told from a known one. */
    public static void matchNobody(String password) {
        matches(password, NOBODYS);
    }

    /** A first password: 16 letters of 31, about 79 bits. */
    public static String random() {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < 16; i++) {
            password.append(i > 0 && i % 4 == 0 ? "-" : "").append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    private static byte[] argon2id(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] tag = new byte[length];
        // One password is typed as wide or narrow letters depending on the keyboard (RFC 8265, 4.2, with NFKC for
        // width).
        byte[] octets = Normalizer.normalize(password, Normalizer.Form.NFKC).getBytes(StandardCharsets.UTF_8);
        AT_A_TIME.acquireUninterruptibly();
        try {
            generator.generateBytes(octets, tag);
        } finally {
            AT_A_TIME.release();
        }
        return tag;
    }
}
