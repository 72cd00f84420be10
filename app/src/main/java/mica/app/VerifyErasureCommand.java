package mica.app;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import mica.app.settings.OfficeSettings;
import mica.app.settings.Zones;
import mica.exchange.seal.OfficeKey;
import mica.office.Office;
import mica.office.erasure.Certificate;
import mica.office.erasure.Certificates;
import mica.office.erasure.Certificates.CertificateFlaw;
import mica.office.erasure.SignedCertificate;
import mica.program.CannotStartException;
import mica.program.Program;
import mica.program.SettingsOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mica erasure verify}: for officers, auditors, and whoever was handed a certificate. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        exitCodeOnExecutionException = 2,
        description = {
            "Verifies certificates of erasure. With files and --key it needs neither settings nor a network: it may be",
            "done anywhere. Without files it verifies every certificate of this installation.",
            "Ends with 0 when all are in order, 1 when one is not, 2 when it could not be done."
        })
final class VerifyErasureCommand implements Callable<Integer> {

    /** A certificate of a day has two kilobytes or three. */
    private static final long LARGEST = 1_000_000;

    @Mixin
    private final SettingsOption settings = Zones.option();

    @Option(
            names = "--key",
            paramLabel = "KEY",
            description = "the office's key as \"mica keys show\" prints it; without it this installation's own")
    private @Nullable String key;

    @Option(names = "--day", paramLabel = "DAY", description = "the day the file is to be about, such as 2026-04-12")
    private @Nullable LocalDate day;

    @Parameters(paramLabel = "FILE", description = "certificates as the console hands them out")
    private List<Path> files = new ArrayList<>();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (files.isEmpty()) {
            return installation(out);
        }
        OfficeKey office = key == null ? KeysCommand.store(settings).signingKey() : given(key);
        boolean allInOrder = true;
        for (Path file : files) {
            Optional<SignedCertificate> signed = read(file);
            Optional<String> flaw = signed.isEmpty()
                    ? Optional.of("this is no certificate of erasure")
                    : Certificates.check(signed.get(), office, asked(signed.get()))
                            .map(VerifyErasureCommand::words);
            out.println(file + ": "
                    + flaw.map(words -> "NOT IN ORDER: " + words + ".")
                            .orElseGet(() ->
                                    "in order. " + said(signed.orElseThrow().certificate())));
            allInOrder &= flaw.isEmpty();
        }
        return allInOrder ? 0 : 1;
    }

    /** Without a word of which day it is to be, it is of the day it says. */
    private LocalDate asked(SignedCertificate signed) {
        LocalDate wanted = day;
        if (wanted != null) {
            return wanted;
        }
        return signed.isSigned() ? signed.certificate().day() : LocalDate.EPOCH;
    }

    private int installation(PrintWriter out) {
        try (Office office =
                Office.open(OfficeConfigurations.of(settings.read().of(OfficeSettings.ZONE)), Program.CLOCK)) {
            Certificates.CertificatesStanding standing =
                    office.verifyCertificates(key == null ? office.signingKey() : given(key));
            standing.flaws().forEach(flaw -> out.println(flaw.day() + ": NOT IN ORDER: " + words(flaw) + "."));
            out.println("%d days are certified, %d certificates are in order."
                    .formatted(
                            standing.days(), standing.days() - standing.flaws().size()));
            return standing.flaws().isEmpty() ? 0 : 1;
        }
    }

    private static String words(CertificateFlaw flaw) {
        return switch (flaw) {
            case CertificateFlaw.Missing missing -> "the day is certified and its certificate is gone";
            case CertificateFlaw.Changed changed -> "it was changed since it was signed";
            case CertificateFlaw.OtherDay other -> "it certifies " + other.certified() + ", not " + other.day();
            case CertificateFlaw.OtherKey other -> "it is signed with another key, " + other.key();
        };
    }

    private static String said(Certificate certificate) {
        String rows = certificate.erased().entrySet().stream()
                .map(kind -> kind.getValue() + " " + kind.getKey())
                .collect(Collectors.joining(", "));
        return "%s: %s of %s erased; keys destroyed at %s; certified at %s."
                .formatted(
                        certificate.authority(),
                        rows.isEmpty() ? "nothing" : rows,
                        certificate.day(),
                        certificate.steps().keysDestroyed(),
                        certificate.steps().certified());
    }

    private static Optional<SignedCertificate> read(Path file) throws IOException {
        try {
            return Files.size(file) > LARGEST ? Optional.empty() : SignedCertificate.read(Files.readAllBytes(file));
        } catch (NoSuchFileException missing) {
            throw new CannotStartException("there is no file " + file);
        }
    }

    private static OfficeKey given(String line) {
        return OfficeKey.read(line)
                .orElseThrow(() -> new CannotStartException("--key takes one key as \"mica keys show\" prints it"));
    }
}
