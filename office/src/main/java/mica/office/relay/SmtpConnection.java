package mica.office.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** One connection that speaks SMTP: lines out, replies in, each within its time and its length. */
final class SmtpConnection {

    /** RFC 5321, 4.5.3.1.5 allows 512 octets a line; real relays write longer ones. */
    private static final int LONGEST_LINE = 4_096;

    private static final int MOST_LINES = 100;

    private static final Duration HANGING_UP = Duration.ofSeconds(1);

    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final RelayConfiguration configuration;
    private final Deadline deadline;
    private final ReplyTimes replyTimes;
    /** The one TLS goes over, where there is TLS. */
    private final Socket bare;

    private InputStream in;
    private OutputStream out;
    private final byte[] buffer = new byte[4_096];
    private int position;
    private int limit;
    private Greeting.Offers offers = Greeting.Offers.NONE;
    private @Nullable Boolean keepsStep;
    private boolean usable = true;

    private SmtpConnection(RelayConfiguration configuration, Socket socket, Deadline deadline, ReplyTimes replyTimes)
            throws IOException {
        this.configuration = configuration;
        this.replyTimes = replyTimes;
        this.deadline = deadline;
        this.bare = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    /** Connects, greets, secures and signs in. */
    static SmtpConnection open(
            RelayConfiguration configuration,
            SSLSocketFactory tls,
            ScheduledExecutorService watch,
            ReplyTimes replyTimes)
            throws IOException {
        Socket socket = new Socket();
        Deadline deadline = new Deadline(socket, configuration.shortestTimeout(), watch);
        try {
            socket.setTcpNoDelay(true);
            socket.setKeepAlive(true);
            InetSocketAddress relay = new InetSocketAddress(configuration.host(), configuration.port());
            SmtpConnection connection = deadline.within(configuration.connectTimeout(), () -> {
                socket.connect(relay);
                return new SmtpConnection(configuration, socket, deadline, replyTimes);
            });
            connection.offers = Greeting.exchange(connection, configuration, tls);
            return connection;
        } catch (IOException | RuntimeException failed) {
            deadline.close();
            throw failed;
        }
    }

    boolean offers(String extension) {
        return offers.has(extension);
    }

    boolean usable() {
        return usable && !deadline.hasPassed();
    }

    /** The other side may be anywhere in the protocol: no further message over this connection. */
    void distrust() {
        usable = false;
    }

    /** Sends whole command lines in one write. @throws IllegalArgumentException when one is more than one line */
    void send(String... commands) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (String command : commands) {
            if (!command.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
                throw new IllegalArgumentException("command is not one line of ASCII");
            }
            lines.append(command).append("\r\n");
        }
        write(lines.toString().getBytes(StandardCharsets.US_ASCII));
    }

    void write(byte[] octets) throws IOException {
        write(octets, octets.length);
    }

    void write(byte[] octets, int length) throws IOException {
        deadline.within(configuration.replyTimeout(), () -> {
            out.write(octets, 0, length);
            out.flush();
            return length;
        });
    }

    /** Whether the relay has said more than was read. */
    boolean hasUnread() throws IOException {
        return position != limit || in.available() > 0;
    }

    /** Whether the relay has hung up; waits a moment for it. */
    boolean isAtEnd() {
        try {
            return position == limit && deadline.within(HANGING_UP, in::read) < 0;
        } catch (SocketTimeoutException stillThere) {
            return false;
        } catch (IOException gone) {
            return true;
        }
    }

    /**
     * Whether this relay answers a second EHLO like the first, which a pipelined window needs at its end. Asked once.
     */
    boolean keepsStep() throws IOException {
        if (!offers("PIPELINING")) {
            return false;
        }
        if (keepsStep == null) {
            Reply reply = exchange("EHLO " + configuration.heloName());
            keepsStep = reply.positive() && Greeting.Offers.of(reply).has("PIPELINING");
        }
        return keepsStep;
    }

    String ownName() {
        return configuration.heloName();
    }

    Reply exchange(String command) throws IOException {
        send(command);
        return readReply();
    }

    Reply readReply() throws IOException {
        return within(configuration.replyTimeout());
    }

    Reply readAcceptance() throws IOException {
        return within(configuration.acceptTimeout());
    }

    private Reply within(Duration length) throws IOException {
        long asked = System.nanoTime();
        try {
            return deadline.within(length, this::read);
        } finally {
            replyTimes.note(System.nanoTime() - asked);
        }
    }

    private Reply read() throws IOException {
        List<String> texts = new ArrayList<>(1);
        int code = -1;
        while (texts.size() < MOST_LINES) {
            String line = readLine();
            int lineCode = code(line);
            if (code >= 0 && lineCode != code) {
                throw new RelayFault("reply of several codes");
            }
            code = lineCode;
            texts.add(line.length() > 4 ? line.substring(4) : "");
            if (line.length() == 3 || line.charAt(3) == ' ') {
                if (code == 421) {
                    distrust();
                }
                return Reply.of(code, texts);
            }
        }
        throw new RelayFault("reply of too many lines");
    }

    private static int code(String line) throws RelayFault {
        boolean wellFormed = line.length() >= 3
                && line.charAt(0) >= '2'
                && line.charAt(0) <= '5'
                && Character.digit(line.charAt(1), 10) >= 0
                && Character.digit(line.charAt(2), 10) >= 0
                && (line.length() == 3 || line.charAt(3) == ' ' || line.charAt(3) == '-');
        if (!wellFormed) {
            throw new RelayFault("not an SMTP reply");
        }
        return Integer.parseInt(line, 0, 3, 10);
    }

    private String readLine() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(128);
        while (true) {
            if (position == limit) {
                fill();
            }
            byte octet = buffer[position++];
            if (octet == '\n') {
                return line.toString(StandardCharsets.UTF_8).stripTrailing();
            }
            if (line.size() == LONGEST_LINE) {
                throw new RelayFault("reply line too long");
            }
            line.write(octet);
        }
    }

    private void fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        if (read <= 0) {
            throw new RelayFault("relay hung up");
        }
        position = 0;
        limit = read;
    }

    /** Goes over to TLS, checking certificate and host name. What came before it in clear is not trusted. */
    void secure(SSLSocketFactory tls) throws IOException {
        if (position != limit) {
            throw new RelayFault("octets in clear before TLS");
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(bare, configuration.host(), configuration.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        deadline.within(configuration.replyTimeout(), () -> {
            secured.startHandshake();
            return secured;
        });
        in = secured.getInputStream();
        out = secured.getOutputStream();
    }

    /** Closes at once: under TLS the bare socket, which never waits for the other side. */
    void drop() {
        usable = false;
        deadline.close();
    }

    /** Takes leave (RFC 5321, 4.1.1.10) without waiting long for the answer. */
    void quit() {
        try {
            send("QUIT");
            deadline.within(LEAVING, this::read);
        } catch (IOException alreadyGone) {
            usable = false;
        } finally {
            drop();
        }
    }
}
