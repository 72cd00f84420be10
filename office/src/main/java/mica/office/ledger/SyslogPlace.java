package mica.office.ledger;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Another machine's log (RFC 5424). It gets each head once, and none that was signed while it was away. */
final class SyslogPlace implements SecondPlace {

    /** Facility 13, log audit; severity 5, notice. */
    private static final int PRIORITY = 13 * 8 + 5;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final LedgerCopy.BySyslog place;

    SyslogPlace(LedgerCopy.BySyslog place) {
        this.place = place;
    }

    @Override
    public void write(SignedHead newest, Earlier earlier) throws IOException {
        String message = "<" + PRIORITY + ">1 " + newest.signedAt() + " - mica - ledger-head - " + newest.line();
        byte[] octets = message.getBytes(StandardCharsets.US_ASCII);
        InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
        if (address.isUnresolved()) {
            throw new UnknownHostException(place.host());
        }
        if (place.udp()) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.send(new DatagramPacket(octets, octets.length, address));
            }
        } else {
            try (Socket socket = new Socket()) {
                socket.connect(address, (int) PATIENCE.toMillis());
                socket.getOutputStream().write((octets.length + " ").getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(octets);
                socket.getOutputStream().flush();
            }
        }
    }
}
