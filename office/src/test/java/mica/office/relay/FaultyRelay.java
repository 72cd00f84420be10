package mica.office.relay;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A relay on loopback that misbehaves as told. Its steps are named by the command, the final dot by ".". */
public final class FaultyRelay implements AutoCloseable {

    /** In place of a reply. */
    public static final String STALL = "<stall>";

    public static final String DROP = "<drop>";
    /** Hangs up, and lets what it said before arrive. */
    public static final String CLOSE = "<close>";
    /** At the dot: says that it took the message, and drops the connection. */
    public static final String SAY_SO_AND_DROP = "250 2.0.0 queued<drop>";

    /** At the dot: takes the message over and drops the connection. */
    public static final String TAKE_AND_DROP = "<take and drop>";

    /** What to answer to a step that concerns an address; null for the usual. */
    @FunctionalInterface
    public interface Script {
        @Nullable
        String answer(String step, String address, String usual);
    }

    /** A message as it came: the data without the final dot and with its dots still doubled. */
    public record Received(String from, String to, byte[] data, boolean chunked) {

        public byte[] message() {
            String stuffed = new String(data, StandardCharsets.ISO_8859_1);
            return stuffed.replaceAll("(?m)^\\.", "").getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    private final ServerSocket server;
    private final Thread accepting = Thread.ofVirtual().unstarted(this::accept);
    private final Map<String, String> replies = new ConcurrentHashMap<>();
    private final Map<String, String> repliesTo = new ConcurrentHashMap<>();
    private final Queue<Received> received = new ConcurrentLinkedQueue<>();
    private final Queue<String> commands = new ConcurrentLinkedQueue<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private volatile List<String> extensions =
            List.of("PIPELINING", "SIZE 10000000", "8BITMIME", "ENHANCEDSTATUSCODES");
    private volatile Script script = (step, address, usual) -> null;
    private final Gate gate = new Gate();

    private volatile boolean octetByOctet;
    private volatile boolean smallBuffers;
    private volatile @Nullable SSLContext tls;
    private volatile boolean tlsAtOnce;

    private FaultyRelay(ServerSocket server) {
        this.server = server;
    }

    public static FaultyRelay start() {
        return startAt(0);
    }

    public static FaultyRelay startAt(int port) {
        try {
            FaultyRelay relay = new FaultyRelay(new ServerSocket(port, 50, InetAddress.getLoopbackAddress()));
            relay.accepting.start();
            return relay;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public FaultyRelay answering(String step, String reply) {
        replies.put(step, reply);
        return this;
    }

    public FaultyRelay scripted(Script own) {
        script = own;
        return this;
    }

    public FaultyRelay answeringRecipient(String address, String reply) {
        repliesTo.put(address, reply);
        return this;
    }

    public FaultyRelay behavingAgain() {
        script = (step, address, usual) -> null;
        replies.clear();
        repliesTo.clear();
        return this;
    }

    /** Takes so many messages and holds whoever brings another one, until {@link #letGo}. */
    public FaultyRelay holdingAfter(int messages) {
        gate.openTo(messages);
        return this;
    }

    /** From now on nobody is held. */
    public void letGo() {
        gate.open();
    }

    public FaultyRelay offering(String... offered) {
        extensions = List.of(offered);
        return this;
    }

    public FaultyRelay octetByOctet() {
        octetByOctet = true;
        return this;
    }

    /** Takes and gives little at a time, so that a client that only writes soon waits for itself. */
    public FaultyRelay smallBuffers() {
        try {
            server.setReceiveBufferSize(8 * 1_024);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        smallBuffers = true;
        return this;
    }

    public FaultyRelay withTls(SSLContext context, boolean atOnce) {
        tls = context;
        tlsAtOnce = atOnce;
        return this;
    }

    public RelayConfiguration configuration(RelayConfiguration.Security security, @Nullable String user) {
        return configuration(security, user, Duration.ofSeconds(5), Duration.ofSeconds(2));
    }

    private RelayConfiguration configuration(
            RelayConfiguration.Security security, @Nullable String user, Duration connect, Duration reply) {
        String password = user == null ? null : "pass-word";
        return new RelayConfiguration(
                "localhost", port(), security, user, password, "mica.test", connect, reply, reply);
    }

    public Relay relay() {
        return new Relay(configuration(RelayConfiguration.Security.NONE, null));
    }

    /** As {@link #relay}, and it waits as long as a test may {@link #holdingAfter hold} its messages. */
    public Relay patientRelay() {
        return new Relay(
                configuration(RelayConfiguration.Security.NONE, null, Duration.ofSeconds(30), Duration.ofMinutes(2)));
    }

    public int port() {
        return server.getLocalPort();
    }

    public List<Received> received() {
        return List.copyOf(received);
    }

    public List<String> commands() {
        return List.copyOf(commands);
    }

    public int connections() {
        return connections.get();
    }

    /** Hangs up on everyone who is connected. */
    public void hangUp() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException gone) {
                throw new UncheckedIOException(gone);
            }
        }
        sockets.clear();
    }

    @Override
    public void close() {
        try {
            server.close();
            // Until then somebody may still be let in.
            accepting.join();
            letGo();
            hangUp();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                socket.setTcpNoDelay(true);
                if (smallBuffers) {
                    socket.setSendBufferSize(4 * 1_024);
                }
                sockets.add(socket);
                connections.incrementAndGet();
                Thread.ofVirtual().start(() -> {
                    try (socket) {
                        new Conversation(socket).run();
                    } catch (IOException | InterruptedException over) {
                        return;
                    }
                });
            } catch (IOException closed) {
                return;
            }
        }
    }

    private final class Conversation {

        private Socket socket;
        private InputStream in;
        private OutputStream out;
        private String from = "";
        private String to = "";

        Conversation(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        void run() throws IOException, InterruptedException {
            if (tlsAtOnce) {
                secure();
            }
            if (!reply("banner", "220 faulty ESMTP")) {
                return;
            }
            while (true) {
                String line = RelayLines.read(in);
                commands.add(line);
                String step = line.split("[ :]", 2)[0];
                boolean goesOn = switch (step) {
                    case "EHLO" -> rset("EHLO", RelayLines.greeting(extensions));
                    case "HELO" -> reply("HELO", "250 faulty");
                    case "STARTTLS" -> reply("STARTTLS", "220 go ahead") && secure();
                    case "AUTH" -> auth(line);
                    case "MAIL" -> mail(line);
                    case "RCPT" -> rcpt(line);
                    case "DATA" -> data();
                    case "BDAT" -> bdat(line);
                    case "RSET" -> rset("RSET", "250 2.0.0 ok");
                    case "QUIT" -> reply("QUIT", "221 bye") && false;
                    default -> reply(step, "500 5.5.2 what");
                };
                if (!goesOn) {
                    return;
                }
            }
        }

        private boolean auth(String line) throws IOException, InterruptedException {
            if (line.equals("AUTH LOGIN")) {
                reply("AUTH", "334 VXNlcm5hbWU6");
                commands.add(RelayLines.read(in));
                reply("AUTH", "334 UGFzc3dvcmQ6");
                commands.add(RelayLines.read(in));
            }
            return reply("AUTH", "235 2.7.0 welcome");
        }

        private boolean mail(String line) throws IOException, InterruptedException {
            if (!from.isEmpty()) {
                return reply("nested MAIL", "503 5.5.1 nested MAIL");
            }
            String address = line.replaceAll("^MAIL FROM:<(.*?)>.*$", "$1");
            String answer = answer("MAIL", address, "250 2.1.0 sender ok");
            from = answer.startsWith("2") ? address : "";
            return send(answer);
        }

        private boolean rcpt(String line) throws IOException, InterruptedException {
            String address = line.replaceAll("^RCPT TO:<(.*)>$", "$1");
            if (from.isEmpty()) {
                return reply("bad RCPT", "503 5.5.1 no sender");
            }
            String answer = repliesTo.getOrDefault(address, answer("RCPT", address, "250 2.1.5 recipient ok"));
            if (answer.startsWith("2")) {
                to = to.isEmpty() ? address : to + " " + address;
            }
            return send(answer);
        }

        private boolean data() throws IOException, InterruptedException {
            if (to.isEmpty() && !replies.containsKey("DATA")) {
                return reply("bad DATA", "503 5.5.1 no recipient");
            }
            String answer = answer("DATA", to, "354 end with a dot");
            if (!send(answer)) {
                return false;
            }
            if (!answer.startsWith("354")) {
                return true;
            }
            return content(".", RelayLines.readUpToTheDot(in));
        }

        private boolean bdat(String line) throws IOException, InterruptedException {
            byte[] chunk = in.readNBytes(Integer.parseInt(line.split(" ")[1]));
            if (to.isEmpty()) {
                return reply("bad BDAT", "503 5.5.1 no recipient");
            }
            return content("BDAT", chunk);
        }

        private boolean content(String step, byte[] data) throws IOException, InterruptedException {
            gate.pass();
            String answer = answer(step, to, "250 2.0.0 queued");
            boolean taken = answer.startsWith("2") || answer.equals(TAKE_AND_DROP);
            if (taken && !to.isEmpty()) {
                received.add(new Received(from, to, data, step.equals("BDAT")));
            }
            from = "";
            to = "";
            return send(answer);
        }

        private boolean rset(String step, String usual) throws IOException, InterruptedException {
            from = "";
            to = "";
            return reply(step, usual);
        }

        private boolean secure() throws IOException {
            socket = TestTls.accepted(Objects.requireNonNull(tls), socket);
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
            return true;
        }

        private boolean reply(String step, String usual) throws IOException, InterruptedException {
            return send(answer(step, to, usual));
        }

        private String answer(String step, String address, String usual) {
            String scripted = script.answer(step, address, usual);
            return scripted == null ? replies.getOrDefault(step, usual) : scripted;
        }

        private boolean send(String reply) throws IOException, InterruptedException {
            switch (reply) {
                case STALL -> {
                    while (in.read() >= 0) {
                        continue;
                    }
                    return false;
                }
                case SAY_SO_AND_DROP -> {
                    out.write("250 2.0.0 queued\r\n".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    return false;
                }
                case CLOSE -> {
                    socket.shutdownOutput();
                    in.transferTo(OutputStream.nullOutputStream());
                    return false;
                }
                case DROP, TAKE_AND_DROP -> {
                    return false;
                }
                default -> {
                    RelayLines.write(out, reply, octetByOctet);
                    return !reply.startsWith("421");
                }
            }
        }
    }
}
