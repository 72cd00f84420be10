package mica.office.mailcheck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;
import mica.exchange.text.Language;
import mica.exchange.text.TestLanguages;
import mica.office.dkim.DkimKey;
import mica.office.mailcheck.MailFinding.Level;
import mica.office.relay.FaultyRelay;
import mica.office.relay.RelayConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailCheckTest {

    private static final String DOMAIN = "mica.pref.example.jp";

    @TempDir
    static Path folder;

    private SmallDns dns;
    private FaultyRelay relay;
    private DkimKey key;

    @BeforeEach
    void open() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        byte[] pkcs8 = generator.generateKeyPair().getPrivate().getEncoded();
        key = DkimKey.read(
                "r1",
                Files.writeString(
                        Files.createTempFile(folder, "key", ".pem"),
                        "-----BEGIN PRIVATE KEY-----\n"
                                + Base64.getMimeEncoder().encodeToString(pkcs8) + "\n-----END PRIVATE KEY-----\n"));
        relay = FaultyRelay.start();
        dns = new SmallDns()
                .saying(DOMAIN, "some other text", "v=spf1 include:_spf.example.jp -all")
                .saying("_spf.example.jp", "v=spf1 ip4:127.0.0.0/8 ip6:::1 ~all")
                .saying("r1._domainkey." + DOMAIN, key.record())
                .saying("_dmarc.pref.example.jp", "v=DMARC1; p=quarantine; rua=mailto:a@example.jp");
    }

    @AfterEach
    void close() throws IOException {
        dns.close();
        relay.close();
    }

    private List<MailFinding> found() throws IOException {
        RelayConfiguration configuration = RelayConfiguration.plain("127.0.0.1", relay.port(), "mica.test");
        return new MailCheck(dns.records()).run(DOMAIN, DOMAIN, List.of(key), List.of(configuration));
    }

    private List<String> keys(Level level) throws IOException {
        return found().stream()
                .filter(finding -> finding.level() == level)
                .map(finding -> finding.key().replace("mailcheck.", ""))
                .toList();
    }

    @Test
    void everything_in_order_is_said_to_be() throws Exception {
        assertThat(keys(Level.GOOD))
                .containsExactly("spf.there", "spf.within", "dkim.there", "dmarc.there", "relay.there");
        assertThat(keys(Level.BAD)).isEmpty();
    }

    @Test
    void what_is_missing_is_named_with_what_to_publish() throws Exception {
        dns.close();
        dns = new SmallDns();
        assertThat(keys(Level.BAD)).containsExactly("spf.none", "dkim.none");
        assertThat(keys(Level.DOUBT)).contains("dmarc.none");
        assertThat(lines(TestLanguages.JA)).contains("r1._domainkey." + DOMAIN, key.record());
        assertThat(lines(TestLanguages.EN)).contains(key.record()).doesNotContain("⟦");
    }

    @Test
    void wrong_records_are_found() throws Exception {
        dns.saying("r1._domainkey." + DOMAIN, key.record().replace("p=MIIB", "p=MIIC"));
        assertThat(keys(Level.BAD)).containsExactly("dkim.other");
        dns.saying("r1._domainkey." + DOMAIN, "v=DKIM1; k=rsa; p=");
        assertThat(keys(Level.BAD)).containsExactly("dkim.other");
        dns.saying("r1._domainkey." + DOMAIN, key.record(), key.record().replace("k=rsa", "k=rsa; t=s"));
        dns.saying(DOMAIN, "v=spf1 -all", "v=spf1 +all");
        dns.saying("_dmarc." + DOMAIN, "v=DMARC1; sp=none");
        assertThat(keys(Level.BAD)).containsExactly("spf.several", "dkim.several", "dmarc.broken");
        dns.saying(DOMAIN, "v=spf1 +all");
        assertThat(keys(Level.BAD)).contains("spf.everybody");
        dns.saying(DOMAIN, "v=spf1 ip4:192.0.2.0/24 -all").saying("_dmarc." + DOMAIN, "v=DMARC1; p=none");
        assertThat(keys(Level.DOUBT)).contains("spf.unknown", "dmarc.lax");
    }

    @Test
    void a_policy_that_includes_itself_comes_to_an_end() throws Exception {
        dns.saying(DOMAIN, "v=spf1 include:" + DOMAIN + " include:" + DOMAIN + " -all");
        assertThat(keys(Level.DOUBT)).contains("spf.unknown");
    }

    @Test
    void a_dns_that_fails_is_not_a_record_that_is_missing() throws Exception {
        dns.failing();
        assertThat(keys(Level.BAD)).containsExactly("dns");
        assertThat(keys(Level.GOOD)).containsExactly("relay.there");
    }

    @Test
    void relays_that_cannot_be_used_are_named() throws Exception {
        relay.answering("banner", "554 not you");
        assertThat(keys(Level.BAD)).containsExactly("relay.trouble");
        relay.close();
        assertThat(keys(Level.BAD)).containsExactly("relay.trouble");
        assertThat(relay.received()).isEmpty();
    }

    private String lines(Language language) throws IOException {
        return found().stream().map(finding -> finding.text(language)).collect(Collectors.joining("\n"));
    }
}
