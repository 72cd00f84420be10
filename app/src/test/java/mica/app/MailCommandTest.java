package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MailCommandTest {

    @TempDir
    Path folder;

    private Typed check(String... arguments) throws IOException {
        Path passphrase = OwnFile.write(folder.resolve("passphrase"), "the first passphrase\n");
        Path settings =
                Files.writeString(folder.resolve("mica.properties"), """
                    office.keys=%s
                    office.keys-passphrase-file=%s
                    office.exchange.url=jdbc:postgresql://127.0.0.1:1/exchange
                    office.exchange.user=mica_office
                    office.database.url=jdbc:postgresql://127.0.0.1:1/office
                    office.database.user=mica_office
                    office.mail.host=127.0.0.1
                    office.mail.port=1
                    office.mail.dkim=e1:key-folder
                    office.mail.sender=mica@mica.pref.example.jp
                    """.formatted(folder.resolve("keys"), passphrase));
        String[] all = new String[arguments.length + 4];
        all[0] = "mail";
        all[1] = "check";
        all[2] = "--settings";
        all[3] = settings.toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Typed.run("", all);
    }

    @Test
    void what_is_wrong_is_said_line_by_line_and_ends_with_one() throws IOException {
        Typed checked = check("--dns", "127.0.0.1:1");
        assertThat(checked.code()).isEqualTo(1);
        assertThat(checked.out().lines().filter(line -> line.startsWith("［不備］")))
                .hasSize(2);
        assertThat(check("--dns", "127.0.0.1:1", "--language", "en").out()).contains("[bad] Relay: 127.0.0.1:1");
    }

    @Test
    void what_has_to_be_published_is_said_though_the_dns_is_silent() throws IOException {
        assertThat(check("--dns", "127.0.0.1:1", "--language", "en").out())
                .contains("at this name: mica.pref.example.jp  v=spf1 ip4:127.0.0.1 -all")
                .containsPattern(
                        "e1\\._domainkey\\.mica\\.pref\\.example\\.jp  v=DKIM1; k=ed25519; p=[A-Za-z0-9+/=]{40,}")
                .contains("_dmarc.mica.pref.example.jp  v=DMARC1; p=quarantine");
    }

    @Test
    void a_wrong_server_is_said_in_one_line() throws IOException {
        for (String wrong : new String[] {"dns.example.jp", "127.0.0.1:x", "127.0.0.1:0", "127.0.0.1:99999"}) {
            Typed checked = check("--dns", wrong);
            assertThat(checked.code()).isEqualTo(2);
            assertThat(checked.err()).contains("--dns takes an address");
        }
    }
}
