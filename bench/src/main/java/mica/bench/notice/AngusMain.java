package mica.bench.notice;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.SocketFactory;

/**
 * Angus Mail (Jakarta Mail) as its users tune it for speed: a kept transport for each thread, no check of the connection
 * before each message, a message object for each recipient with text and HTML of the same content as ours. Reads how many
 * to send, a line each, and answers when they are accepted.
 */
final class AngusMain {

    private AngusMain() {}

    /** @param arguments port, sessions, a sample message */
    public static void main(String[] arguments) throws Exception {
        int sessions = Integer.parseInt(arguments[1]);
        Properties settings = new Properties();
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", arguments[0]);
        settings.put("mail.smtp.quitwait", "false");
        settings.put("mail.smtp.from", "mica@example.jp");
        settings.put("mail.smtp.localhost", "localhost");
        // Without it each mail waits for a delayed acknowledgement, 40 ms: the end of the data is a write of its own.
        settings.put("mail.smtp.socketFactory", new PromptSockets());
        Session session = Session.getInstance(settings);
        OfficeLetter letter = OfficeLetter.read(Path.of(arguments[2]));
        List<Transport> transports = new ArrayList<>();
        for (int i = 0; i < sessions; i++) {
            Transport transport = session.getTransport("smtp");
            transport.connect();
            transports.add(transport);
        }
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                ExecutorService threads = Executors.newFixedThreadPool(sessions)) {
            System.out.println("ready");
            for (String line = orders.readLine(); line != null; line = orders.readLine()) {
                send(threads, session, transports, letter, Integer.parseInt(line));
                System.out.println("sent");
            }
        }
    }

    /** Sockets that send at once what is written. */
    private static final class PromptSockets extends SocketFactory {

        private static Socket prompt(Socket socket) throws IOException {
            socket.setTcpNoDelay(true);
            return socket;
        }

        @Override
        public Socket createSocket() throws IOException {
            return prompt(new Socket());
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return prompt(new Socket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(new Socket(host, port, from, fromPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return prompt(new Socket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort) throws IOException {
            return prompt(new Socket(host, port, from, fromPort));
        }
    }

    private static void send(
            ExecutorService threads, Session session, List<Transport> transports, OfficeLetter letter, int count)
            throws InterruptedException, ExecutionException {
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> ends = new ArrayList<>();
        for (Transport transport : transports) {
            ends.add(threads.submit(() -> {
                for (int number = next.getAndIncrement(); number < count; number = next.getAndIncrement()) {
                    MimeMessage message = message(session, letter, number);
                    transport.sendMessage(message, message.getAllRecipients());
                }
                return null;
            }));
        }
        for (Future<?> end : ends) {
            end.get();
        }
    }

    static MimeMessage message(Session session, OfficeLetter letter, int number)
            throws MessagingException, UnsupportedEncodingException {
        String link = String.format("%040x", number);
        MimeMessage message = new MimeMessage(session);
        InternetAddress from = new InternetAddress(letter.from());
        from.setPersonal(from.getPersonal(), "UTF-8");
        message.setFrom(from);
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("p" + number + "@example.jp"));
        message.setSubject(letter.subject(), "UTF-8");
        message.setSentDate(new Date());
        MimeBodyPart text = new MimeBodyPart();
        text.setText(letter.text() + link + "\n", "UTF-8", "plain");
        text.setHeader("Content-Transfer-Encoding", "base64");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(letter.html().replace("</body>", link + "</body>"), "UTF-8", "html");
        html.setHeader("Content-Transfer-Encoding", "base64");
        message.setContent(new MimeMultipart("alternative", text, html));
        for (Map.Entry<String, String> header : letter.headers().entrySet()) {
            message.setHeader(header.getKey(), MimeUtility.fold(header.getKey().length() + 2, header.getValue()));
        }
        message.saveChanges();
        return message;
    }
}
