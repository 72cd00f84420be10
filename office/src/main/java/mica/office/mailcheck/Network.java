package mica.office.mailcheck;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Networks as SPF writes them, such as {@code 192.0.2.0/24}. */
final class Network {

    /** Never a name: nothing is looked up. */
    private static final Pattern LITERAL = Pattern.compile("[0-9a-f.:]{2,45}(/\\d{1,3})?");

    private Network() {}

    static boolean holds(String network, InetAddress address) {
        if (!LITERAL.matcher(network).matches()) {
            return false;
        }
        try {
            int slash = network.indexOf('/');
            byte[] base = InetAddress.getByName(slash < 0 ? network : network.substring(0, slash))
                    .getAddress();
            byte[] one = address.getAddress();
            int bits = slash < 0 ? base.length * 8 : Integer.parseInt(network.substring(slash + 1));
            if (base.length != one.length || bits > base.length * 8) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                if (((base[i / 8] ^ one[i / 8]) >> (7 - i % 8) & 1) != 0) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException noAddress) {
            return false;
        }
    }
}
