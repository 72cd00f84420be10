package mica.bench.notice;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code openssl speed} signs on two cores: the measure for signing in the office. */
final class OpenSsl {

    /** The line of the result: time to sign, time to verify, signatures a second, verifications a second. */
    private static final Pattern RESULT =
            Pattern.compile("(?m)^.* bits .*?\\d+\\.\\d+s\\s+\\d+\\.\\d+s\\s+(\\d+\\.\\d+)\\s+\\d+\\.\\d+\\s*$");

    private OpenSsl() {}

    /** @param algorithm in its words, such as {@code rsa2048} */
    static double signaturesPerSecond(String algorithm) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("openssl", "speed", "-seconds", "3", "-multi", "2", algorithm)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("openssl speed failed; it needs OpenSSL 3 or newer");
        }
        return signaturesPerSecondOf(said);
    }

    static double signaturesPerSecondOf(String said) throws IOException {
        Matcher result = RESULT.matcher(said);
        if (!result.find()) {
            throw new IOException("openssl speed told no rate: " + said);
        }
        return Double.parseDouble(result.group(1));
    }
}
