package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Options;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Type;

/** The addresses of a target that a task allows, in the order in which they are tried. */
public enum IpVersion {
    /** IPv4 first, then IPv6. */
    ANY("any", false),
    V4("4", false),
    V6("6", false),
    /** One address: IPv4 where there is one, else IPv6. */
    PREFER_V4("prefer_4", true),
    /** One address: IPv6 where there is one, else IPv4. */
    PREFER_V6("prefer_6", true),
    /** The first IPv4 address. */
    FIRST_V4("first_4", true),
    /** The first IPv6 address. */
    FIRST_V6("first_6", true);

    private final String option;
    private final boolean one;

    IpVersion(String option, boolean one) {
        this.option = option;
        this.one = one;
    }

    /** Reads the option {@code ip_version}. */
    public static IpVersion from(Options options) {
        String[] names = Arrays.stream(values()).map(IpVersion::option).toArray(String[]::new);
        String given = options.oneOf("ip_version", ANY.option, names);
        return Arrays.stream(values())
                .filter(version -> version.option.equals(given))
                .findFirst()
                .orElseThrow();
    }

    /** True when an address of this family may be used. */
    public boolean allows(InetAddress address) {
        return recordTypes().contains(address instanceof Inet4Address ? Type.A : Type.AAAA);
    }

    /** The same of one family alone. */
    IpVersion of(boolean v4) {
        if (one) {
            return v4 ? FIRST_V4 : FIRST_V6;
        }
        return v4 ? V4 : V6;
    }

    /** The value as it stands in a task. */
    public String option() {
        return option;
    }

    /** What may be tried of the addresses that were found. */
    List<InetAddress> choose(List<InetAddress> found) {
        return one ? found.subList(0, 1) : found;
    }

    List<Integer> recordTypes() {
        return switch (this) {
            case ANY, PREFER_V4 -> List.of(Type.A, Type.AAAA);
            case PREFER_V6 -> List.of(Type.AAAA, Type.A);
            case V4, FIRST_V4 -> List.of(Type.A);
            case V6, FIRST_V6 -> List.of(Type.AAAA);
        };
    }
}
