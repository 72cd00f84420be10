package mica.office.officer;

import dev.samstevens.totp.code.DefaultCodeGenerator;
import dev.samstevens.totp.exceptions.CodeGenerationException;
import dev.samstevens.totp.secret.DefaultSecretGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.OptionalLong;

/** Time-based one-time codes (RFC 6238): SHA-1, six digits, 30 seconds, as every authenticator app knows them. */
final class OneTimeCodes {

    static final int STEP_SECONDS = 30;
    /** RFC 6238, 5.2: one step of delay is allowed for, and one for a phone whose clock runs ahead. */
    private static final int STEPS_AROUND = 1;

    private static final DefaultCodeGenerator CODES = new DefaultCodeGenerator();

    private OneTimeCodes() {}

    /** 160 bits in Base32, as RFC 4226, 4 recommends. */
    static String randomSecret() {
        return new DefaultSecretGenerator(32).generate();
    }

    static long step(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) STEP_SECONDS);
    }

    static String code(String secret, long step) {
        try {
            return CODES.generate(secret, step);
        } catch (CodeGenerationException unusable) {
            throw new IllegalStateException("unusable secret of one-time codes", unusable);
        }
    }

    /** The step a code belongs to, if it is one of those around now. */
    static OptionalLong stepOf(String code, String secret, Instant now) {
        byte[] typed = code.getBytes(StandardCharsets.UTF_8);
        for (long step = step(now) - STEPS_AROUND; step <= step(now) + STEPS_AROUND; step++) {
            if (MessageDigest.isEqual(code(secret, step).getBytes(StandardCharsets.UTF_8), typed)) {
                return OptionalLong.of(step);
            }
        }
        return OptionalLong.empty();
    }
}
