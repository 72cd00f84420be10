package mica.office.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lines as the faulty relay reads and writes them. */
final class RelayLines {

    private RelayLines() {}

    static String read(InputStream in) throws IOException {
        return new String(readOctets(in), StandardCharsets.ISO_8859_1).stripTrailing();
    }

    static byte[] readOctets(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("client gone");
            }
            line.write(octet);
            if (octet == '\n') {
                return line.toByteArray();
            }
        }
    }

    static void write(OutputStream out, String reply, boolean octetByOctet) throws IOException {
        byte[] octets = (reply + "\r\n").getBytes(StandardCharsets.UTF_8);
        if (octetByOctet) {
            for (byte octet : octets) {
                out.write(octet);
                out.flush();
            }
        } else {
            out.write(octets);
            out.flush();
        }
    }

    /** The content of a message up to the final dot, which is read too; its dots stay doubled. */
    static byte[] readUpToTheDot(InputStream in) throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        while (true) {
            byte[] line = readOctets(in);
            if (line.length == 3 && line[0] == '.') {
                return data.toByteArray();
            }
            data.writeBytes(line);
        }
    }

    /** The lines of an answer to EHLO. */
    static String greeting(List<String> extensions) {
        StringBuilder lines = new StringBuilder("250-faulty");
        extensions.forEach(extension -> lines.append("\r\n250-").append(extension));
        int last = lines.lastIndexOf("250-");
        return lines.replace(last, last + 4, "250 ").toString();
    }
}
