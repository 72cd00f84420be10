package mica.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import mica.app.demo.Demo;
import mica.app.demo.DemoOptions;
import mica.program.CannotStartException;
import mica.program.Program;
import mica.program.Serving;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mica demo}: the whole system on one machine. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        showDefaultValues = true,
        description = "Starts the whole system on this machine: front, console, inbox, database.")
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--data", paramLabel = "DIR", description = "folder that keeps the demo's data")
    private Path data = Path.of("mica-data");

    @Option(names = "--host", description = "address to listen on; what others can reach hides passwords and codes")
    private String host = "127.0.0.1";

    @Option(names = "--public-url", paramLabel = "URL", description = "the front's address in QR codes and mails")
    private String publicUrl = "";

    @Option(names = "--front-port", description = "port of the public site")
    private int frontPort = 8080;

    @Option(names = "--office-port", description = "port of the officers' console")
    private int officePort = 8081;

    @Option(names = "--inbox-port", description = "port of the inbox")
    private int inboxPort = 8082;

    @Option(
            names = "--show-credentials",
            description = "show passwords and codes to whoever opens the sign-in page, from other machines too")
    private boolean showCredentials;

    @Option(
            names = "--preparing",
            description = "a new demo begins before the opening of the service, which the administrator (kanri) opens")
    private boolean preparing;

    @Override
    public Integer call() throws Exception {
        DemoOptions options =
                new DemoOptions(data, host, publicUrl, frontPort, officePort, inboxPort, showCredentials, preparing);
        try (Serving serving = new Serving()) {
            Demo demo = serving.add(Demo.start(options, Program.CLOCK));
            System.out.println(demo.welcome());
            serving.untilTold();
            System.out.println("Ended. The data is kept in " + data + ".");
        } catch (Demo.CannotStart reason) {
            throw new CannotStartException(String.valueOf(reason.getMessage()));
        }
        return 0;
    }
}
