package io.dialer.agent.policy;

import io.dialer.agent.config.TargetRule;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Addresses that mean more than a host on the internet. */
final class SpecialAddresses {
    /**
     * Some addresses.
     *
     * @param name what is behind them
     * @param rule the addresses
     */
    record Block(String name, TargetRule rule) {
        int bits() {
            return rule.bits();
        }
    }

    /**
     * The narrowest first. Cloud metadata is where a machine is told who it is, and gets credentials: AWS, Azure, GCP, Oracle and
     * others share the first address; then AWS and GCP over IPv6, Alibaba, and Azure's host. Link-local as in RFC 3927 and
     * RFC 4291, section 2.5.6.
     */
    private static final List<Block> FORBIDDEN = List.of(
            block("cloud metadata", "169.254.169.254"),
            block("cloud metadata", "fd00:ec2::254"),
            block("cloud metadata", "fd20:ce::254"),
            block("cloud metadata", "100.100.100.200"),
            block("cloud metadata", "168.63.129.16"),
            block("link-local", "169.254.0.0/16"),
            block("link-local", "fe80::/10"));

    /** What IANA's registries of special-purpose addresses (RFC 6890) do not take for reachable from everywhere, and multicast. */
    private static final List<TargetRule> NOT_OF_THE_INTERNET = rules(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24",
            "192.168.0.0/16",
            "198.18.0.0/15",
            "198.51.100.0/24",
            "203.0.113.0/24",
            "224.0.0.0/4",
            "240.0.0.0/4",
            "::/128",
            "::1/128",
            "100::/64",
            "64:ff9b:1::/48",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/10",
            "fec0::/10",
            "ff00::/8");

    private static final byte[] NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final byte[] LOCAL_NAT64 = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 1};

    private SpecialAddresses() {}

    private static Block block(String name, String written) {
        return new Block(name, TargetRule.parse(written).orElseThrow());
    }

    private static List<TargetRule> rules(String... blocks) {
        return Arrays.stream(blocks)
                .map(block -> TargetRule.parse(block).orElseThrow())
                .toList();
    }

    /** What an address falls under that is forbidden unless it is named; null: nothing. */
    static @Nullable Block forbidden(InetAddress address) {
        return FORBIDDEN.stream()
                .filter(block -> block.rule().means(address, 0))
                .findFirst()
                .orElse(null);
    }

    static boolean isOfTheInternet(InetAddress address) {
        return NOT_OF_THE_INTERNET.stream().noneMatch(rule -> rule.means(address, 0));
    }

    /**
     * All that an address may lead to: itself first, then the IPv4 address that is inside an IPv6 one, which a translator on the way
     * may take out. The unspecified address leads to this host, as Linux has it.
     */
    static List<InetAddress> meant(InetAddress address) {
        List<InetAddress> meant = new ArrayList<>();
        byte[] octets = address.getAddress();
        if (address instanceof Inet6Address) {
            // Without a zone, with which no rule is written.
            meant.add(of(octets));
            embedded(octets).forEach(inside -> meant.add(of(inside)));
        } else {
            meant.add(address);
        }
        if (meant.stream().anyMatch(InetAddress::isAnyLocalAddress)) {
            meant.add(address instanceof Inet4Address ? of(new byte[] {127, 0, 0, 1}) : InetAddress.ofLiteral("::1"));
        }
        return meant;
    }

    private static List<byte[]> embedded(byte[] octets) {
        List<byte[]> inside = new ArrayList<>();
        boolean compatible = allZero(octets, 0, 12) && !allZero(octets, 12, 15);
        boolean mapped = allZero(octets, 0, 10) && octets[10] == -1 && octets[11] == -1;
        boolean translated = allZero(octets, 0, 8) && octets[8] == -1 && octets[9] == -1 && allZero(octets, 10, 12);
        boolean nat64 = Arrays.equals(octets, 0, NAT64.length, NAT64, 0, NAT64.length)
                || Arrays.equals(octets, 0, LOCAL_NAT64.length, LOCAL_NAT64, 0, LOCAL_NAT64.length);
        // RFC 4291 (section 2.5.5), RFC 2765 (section 2.1), RFC 6052 and RFC 8215, ISATAP (RFC 5214, section 6.1).
        boolean isatap = (octets[8] & 0xfd) == 0 && octets[9] == 0 && octets[10] == 0x5e && octets[11] == -2;
        if (compatible || mapped || translated || nat64 || isatap) {
            inside.add(Arrays.copyOfRange(octets, 12, 16));
        }
        // 6to4 (RFC 3056, section 2).
        if (octets[0] == 0x20 && octets[1] == 0x02) {
            inside.add(Arrays.copyOfRange(octets, 2, 6));
        }
        // Teredo (RFC 4380, section 4): the client's, inverted.
        if (octets[0] == 0x20 && octets[1] == 0x01 && octets[2] == 0 && octets[3] == 0) {
            byte[] client = Arrays.copyOfRange(octets, 12, 16);
            for (int at = 0; at < client.length; at++) {
                client[at] = (byte) ~client[at];
            }
            inside.add(client);
        }
        return inside;
    }

    private static boolean allZero(byte[] octets, int from, int to) {
        for (int at = from; at < to; at++) {
            if (octets[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress of(byte[] octets) {
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException wrongLength) {
            throw new IllegalStateException(wrongLength);
        }
    }
}
