package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Options;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import org.xbill.DNS.Type;

/** The address families a task allows, in the order in which they are tried. */
public enum IpVersion {
    /** IPv4 first, then IPv6. */
    ANY("any"),
    V4("4"),
    V6("6");

    private final String option;

    IpVersion(String option) {
        this.option = option;
    }

    /** Reads the option {@code ip_version}. */
    public static IpVersion from(Options options) {
        String given = options.oneOf("ip_version", "any", "any", "4", "6");
        for (IpVersion version : values()) {
            if (version.option.equals(given)) {
                return version;
            }
        }
        throw new IllegalStateException("ip_version " + given + " has no constant");
    }

    /** True when an address of this family may be used. */
    public boolean allows(InetAddress address) {
        return recordTypes().contains(address instanceof Inet4Address ? Type.A : Type.AAAA);
    }

    /** The value as it stands in a task. */
    public String option() {
        return option;
    }

    List<Integer> recordTypes() {
        return switch (this) {
            case ANY -> List.of(Type.A, Type.AAAA);
            case V4 -> List.of(Type.A);
            case V6 -> List.of(Type.AAAA);
        };
    }
}
