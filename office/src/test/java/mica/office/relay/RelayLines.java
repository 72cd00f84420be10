package mica.office.relay;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

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
}
