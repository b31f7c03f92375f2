package io.dialer.agent.probe;

import java.net.InetAddress;
import java.util.Optional;

/**
 * A block of addresses as CIDR writes it (RFC 4632), for example {@code 10.0.0.0/8}. Pure; never looks a name up.
 *
 * @param network some address in it
 * @param bits how many leading bits its addresses share
 */
record AddressBlock(InetAddress network, int bits) {
    /** The block that a text spells out, if it does. */
    static Optional<AddressBlock> parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            return Optional.empty();
        }
        try {
            int bits = Integer.parseInt(text.substring(slash + 1));
            return address(text.substring(0, slash))
                    .filter(network -> bits >= 0 && bits <= 8 * network.getAddress().length)
                    .map(network -> new AddressBlock(network, bits));
        } catch (NumberFormatException notABlock) {
            return Optional.empty();
        }
    }

    /** The address that a text spells out, if it does. */
    static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException aName) {
            return Optional.empty();
        }
    }

    /** False for an address of the other family. */
    boolean contains(InetAddress address) {
        byte[] own = network.getAddress();
        byte[] other = address.getAddress();
        if (own.length != other.length) {
            return false;
        }
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((own[bit / 8] & mask) != (other[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }
}
