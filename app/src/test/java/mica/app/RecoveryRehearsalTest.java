package mica.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import mica.exchange.seal.Epoch;
import mica.exchange.seal.KeyPurpose;
import mica.exchange.seal.Seal;
import mica.office.intake.EpochStore;
import mica.office.keys.KeyStore;
import mica.office.keys.Opener;
import mica.office.keys.Passphrase;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From the ceremony to the day the passphrase is lost, with the commands an operator types. */
class RecoveryRehearsalTest {

    private static final LocalDate DAY = LocalDate.of(2026, 4, 12);
    private static final Pattern LINE = Pattern.compile("^\\s*([1-5])\\s+((?:[2-9A-Z]\\s*){16})$", Pattern.MULTILINE);

    /** What a front sealed before, and what the office kept of it. */
    private record Sealed(UUID epoch, byte[] wrap, Seal seal) {

        static Sealed to(KeyStore store) {
            Epoch epoch = Epoch.begin(
                    DAY,
                    List.of(
                            store.publicKey(DAY, KeyPurpose.FORM).orElseThrow(),
                            store.publicKey(DAY, KeyPurpose.DAY).orElseThrow()));
            Seal seal = epoch.next(List.of(KeyPurpose.DAY))
                    .orElseThrow()
                    .seal(KeyPurpose.DAY, "visitor@example.jp".getBytes(StandardCharsets.US_ASCII), BOUND);
            return new Sealed(epoch.id(), epoch.wrap(KeyPurpose.DAY), seal);
        }

        String openedBy(KeyStore store) {
            EpochStore unused = new EpochStore(Jdbi.create(() -> {
                throw new SQLException("no database is needed to open a wrap");
            }));
            byte[] seed = new Opener(store, unused, Set.of(KeyPurpose.DAY))
                    .unwrap(DAY, KeyPurpose.DAY, epoch, wrap)
                    .orElseThrow();
            return new String(seal.open(seed, BOUND).orElseThrow(), StandardCharsets.US_ASCII);
        }
    }

    private static final byte[] BOUND = {1};

    @TempDir
    Path folder;

    private Path settings;
    private Path passphrase;

    @BeforeEach
    void settle() throws IOException {
        passphrase = OwnFile.write(folder.resolve("passphrase"), "the passphrase to be lost\n");
        settings =
                Files.writeString(folder.resolve("mica.properties"), """
                office.keys=%s
                office.keys-passphrase-file=%s
                office.exchange.url=jdbc:postgresql://127.0.0.1:1/exchange
                office.exchange.user=mica_office
                office.database.url=jdbc:postgresql://127.0.0.1:1/office
                office.database.user=mica_office
                office.mail.host=127.0.0.1
                office.mail.sender=mica@example.jp
                """.formatted(folder.resolve("keys"), passphrase));
    }

    @Test
    void with_the_passphrase_lost_two_sheets_of_paper_open_what_was_sealed_before() throws Exception {
        KeyStore before = KeyStore.open(folder.resolve("keys"), Passphrase.read(passphrase));
        before.ensureDay(DAY);
        Sealed sealed = Sealed.to(before);
        List<List<String>> sheets = ceremony("はい");
        assertThat(folder.resolve("sheets.pdf")).doesNotExist();

        Files.delete(passphrase);
        Typed recovered = Typed.run(
                Typed.lines(
                        Stream.of(sheets.get(2), sheets.get(0), List.of("the passphrase found", "the passphrase found"))
                                .flatMap(List::stream)
                                .toArray(String[]::new)),
                "keys",
                "recover",
                "--settings",
                settings.toString());
        assertThat(recovered.code()).as(recovered.err()).isZero();
        assertThat(recovered.out()).contains("鍵が開きました。1日分の鍵があります", "新しいパスフレーズを設定しました", "新しい式");

        OwnFile.write(passphrase, "the passphrase found\n");
        KeyStore after = KeyStore.open(folder.resolve("keys"), Passphrase.read(passphrase));
        assertThat(sealed.openedBy(after)).isEqualTo("visitor@example.jp");
    }

    @Test
    void no_share_is_on_disk_or_in_what_the_commands_say_but_on_the_sheets() throws Exception {
        List<List<String>> sheets = ceremony("no");
        Path pdf = folder.resolve("sheets.pdf");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pdf)))
                .isEqualTo("rw-------");
        assertThat(said).contains("残してあります");
        List<String> groups = sheets.stream()
                .flatMap(List::stream)
                .map(line -> line.substring(0, 9))
                .toList();
        assertThat(groups).hasSize(15);
        assertThat(groups).noneMatch(group -> said.contains(group));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(each -> !each.equals(pdf))
                    .toList()) {
                String content = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(groups).as(file.toString()).noneMatch(group -> content.contains(group));
            }
        }
    }

    @Test
    void a_mistyped_line_is_said_to_be_and_the_same_sheet_twice_is_refused() throws Exception {
        List<List<String>> sheets = ceremony("yes");
        List<String> first = sheets.get(0);
        List<String> typed = new ArrayList<>();
        typed.add("ABCD");
        typed.add("0" + first.get(0).substring(1));
        typed.add(first.get(1));
        typed.addAll(first);
        typed.addAll(first);
        typed.add(sheets.get(1).get(0));
        typed.add(first.get(1));
        typed.addAll(sheets.get(1).subList(1, 5));
        typed.addAll(List.of("the passphrase found", "the passphrase found"));
        Typed recovered = Typed.run(
                Typed.lines(typed.toArray(String[]::new)),
                "keys",
                "recover",
                "--language",
                "en",
                "--settings",
                settings.toString());
        assertThat(recovered.code()).as(recovered.out() + recovered.err()).isZero();
        assertThat(recovered.out())
                .contains(
                        "4 were typed",
                        "has a “0”",
                        "does not fit",
                        "Both are the same sheet",
                        "new passphrase is set");
    }

    @Test
    void sheets_of_an_earlier_ceremony_are_refused_and_one_that_ends_early_leaves_nothing() throws Exception {
        List<List<String>> old = ceremony("yes");
        List<List<String>> current = ceremony("yes");
        Typed given = Typed.run(
                "\n",
                "keys",
                "ceremony",
                "--sheets",
                folder.resolve("sheets.pdf").toString(),
                "--settings",
                settings.toString());
        assertThat(given.code()).isEqualTo(2);
        assertThat(folder.resolve("sheets.pdf")).doesNotExist();

        Typed refused = recover(old.get(0), old.get(1));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("別の式のもので、もう使えません");
        assertThat(recover(old.get(0), current.get(1)).code()).isEqualTo(2);
        assertThat(recover(current.get(0), current.get(1)).code()).isZero();
    }

    private Typed recover(List<String> one, List<String> other) {
        List<String> typed = new ArrayList<>(one);
        typed.addAll(other);
        typed.addAll(List.of("the passphrase found", "the passphrase found"));
        return Typed.run(
                Typed.lines(typed.toArray(String[]::new)), "keys", "recover", "--settings", settings.toString());
    }

    private String said = "";

    /** Runs the command, reads its PDF as a person reads paper, and types two sheets back. */
    private List<List<String>> ceremony(String allPrinted) throws Exception {
        Path pdf = folder.resolve("sheets.pdf");
        InputStream before = System.in;
        StringWriter out = new StringWriter();
        try (PipedOutputStream keyboard = new PipedOutputStream();
                PipedInputStream in = new PipedInputStream(keyboard, 8192)) {
            System.setIn(in);
            CommandLine commandLine = Main.commandLine();
            commandLine.setOut(new PrintWriter(out, true));
            commandLine.setErr(new PrintWriter(out, true));
            CompletableFuture<Integer> code = CompletableFuture.supplyAsync(() -> commandLine.execute(
                    "keys", "ceremony", "--sheets", pdf.toString(), "--settings", settings.toString()));
            while (!out.toString().contains("Enter") && !code.isDone()) {
                Thread.sleep(20);
            }
            List<List<String>> sheets = sheets(pdf);
            String typed = "\n" + Typed.lines(sheets.get(0).toArray(String[]::new))
                    + Typed.lines(sheets.get(1).toArray(String[]::new)) + allPrinted + "\n";
            keyboard.write(typed.getBytes(StandardCharsets.UTF_8));
            keyboard.flush();
            assertThat(code.get(2, TimeUnit.MINUTES)).as(out.toString()).isZero();
            said = out.toString();
            return sheets;
        } finally {
            System.setIn(before);
        }
    }

    private static List<List<String>> sheets(Path pdf) throws IOException {
        List<List<String>> sheets = new ArrayList<>();
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            for (int page = 1; page <= document.getNumberOfPages(); page++) {
                PDFTextStripper stripper = new PDFTextStripper();
                stripper.setSortByPosition(true);
                stripper.setStartPage(page);
                stripper.setEndPage(page);
                Matcher line = LINE.matcher(stripper.getText(document));
                List<String> lines = new ArrayList<>();
                while (line.find()) {
                    lines.add(line.group(2).replaceAll("\\s", "").replaceAll("(.{4})(?=.)", "$1 "));
                }
                sheets.add(lines);
            }
        }
        assertThat(sheets).hasSize(3).allMatch(lines -> lines.size() == 5);
        return sheets;
    }
}
