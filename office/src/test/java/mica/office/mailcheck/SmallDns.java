package mica.office.mailcheck;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/** A DNS server on loopback that knows a few texts; long answers need TCP, as everywhere. */
final class SmallDns implements AutoCloseable {

    private static final int LONGEST_DATAGRAM = 512;

    private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
    private final ServerSocket tcp = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final DatagramSocket udp =
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
    private volatile int failure;

    SmallDns() throws IOException {
        Thread.ofVirtual().start(this::serveUdp);
        Thread.ofVirtual().start(this::serveTcp);
    }

    SmallDns saying(String name, String... said) {
        texts.put(name + ".", List.of(said));
        return this;
    }

    SmallDns failing() {
        failure = Rcode.SERVFAIL;
        return this;
    }

    int port() {
        return tcp.getLocalPort();
    }

    TextRecords records() throws IOException {
        return TextRecords.of(new InetSocketAddress("127.0.0.1", port()));
    }

    private Message answer(byte[] asked) throws IOException {
        Message query = new Message(asked);
        Record question = query.getQuestion();
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.addRecord(question, Section.QUESTION);
        List<String> said = texts.get(question.getName().toString(true) + ".");
        answer.getHeader().setRcode(failure != 0 ? failure : said == null ? Rcode.NXDOMAIN : Rcode.NOERROR);
        for (String text : said == null || failure != 0 ? List.<String>of() : said) {
            List<String> parts = new ArrayList<>();
            for (int i = 0; i < text.length(); i += 200) {
                parts.add(text.substring(i, Math.min(text.length(), i + 200)));
            }
            answer.addRecord(new TXTRecord(question.getName(), DClass.IN, 60, parts), Section.ANSWER);
        }
        return answer;
    }

    private void serveUdp() {
        try {
            while (true) {
                DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
                udp.receive(packet);
                byte[] asked = java.util.Arrays.copyOf(packet.getData(), packet.getLength());
                byte[] said = answer(asked).toWire(LONGEST_DATAGRAM);
                udp.send(new DatagramPacket(said, said.length, packet.getSocketAddress()));
            }
        } catch (IOException closed) {
            return;
        }
    }

    private void serveTcp() {
        try {
            while (true) {
                try (Socket socket = tcp.accept()) {
                    DataInputStream in = new DataInputStream(socket.getInputStream());
                    byte[] said = answer(in.readNBytes(in.readUnsignedShort())).toWire();
                    DataOutputStream out = new DataOutputStream(socket.getOutputStream());
                    out.writeShort(said.length);
                    out.write(said);
                    out.flush();
                }
            }
        } catch (IOException closed) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
