package io.dialer.agent.probe.net;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Options that hold a literal address. */
public final class AddressOption {
    private AddressOption() {}

    /** The option {@code source_ip}: our own address; null: the system chooses. */
    public static @Nullable InetAddress sourceOf(Options options) {
        return of(options, "source_ip");
    }

    /** The option {@code ip_version}, narrowed to what can be reached from our own address. */
    public static IpVersion familyFor(Options options, @Nullable InetAddress source) {
        IpVersion given = IpVersion.from(options);
        if (source == null) {
            return given;
        }
        if (!given.allows(source)) {
            throw new InvalidOption(
                    "source_ip", source.getHostAddress(), "an address of ip_version %s".formatted(given.option()));
        }
        return given.of(source instanceof Inet4Address);
    }

    /** An option that holds a literal address; null where it is absent. */
    public static @Nullable InetAddress of(Options options, String name) {
        String text = options.text(name);
        return text == null
                ? null
                : Resolver.literal(text).orElseThrow(() -> new InvalidOption(name, text, "an IPv4 or IPv6 address"));
    }
}
