package mica.web;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;

/** Why a server cannot listen where it should; the message is one line for the operator that names the remedy. */
public final class CannotListenException extends RuntimeException {

    private static final int FIRST_FREE_TO_ALL = 1024;

    /**
     * Whether a server could listen there; asked before anything is begun that would have to be ended again.
     *
     * @param what is to listen, such as {@code the console}
     * @throws CannotListenException when it could not
     */
    public static void requireFree(String what, String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException taken) {
            throw new CannotListenException(what, host, port, taken);
        }
    }

    /** @param what listens, such as {@code the console} */
    public CannotListenException(String what, String host, int port, Throwable cause) {
        super(what + " cannot listen on " + host + ":" + port + ": " + why(host, port), cause);
    }

    private static String why(String host, int port) {
        try {
            InetAddress address = InetAddress.getByName(host);
            if (!address.isAnyLocalAddress() && NetworkInterface.getByInetAddress(address) == null) {
                return "this machine has no such address; choose one that it has in the settings";
            }
        } catch (UnknownHostException unknown) {
            return "nobody knows this name; choose an address of this machine in the settings";
        } catch (SocketException notTold) {
            // Then it is most likely the port.
        }
        return port > 0 && port < FIRST_FREE_TO_ALL
                ? "the port is in use, or only the administrator of this machine may have it; choose one from 1024 on"
                        + " in the settings"
                : "the port is in use; end what uses it (ss -ltnp shows it), or choose another one in the settings";
    }
}
