package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.Resolver;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Options that hold a literal address. */
final class AddressOption {
    private AddressOption() {}

    /** The option {@code source_ip}: our own address; null: the system chooses. */
    static @Nullable InetAddress sourceOf(Options options) {
        return of(options, "source_ip");
    }

    /** An option that holds a literal address; null where it is absent. */
    static @Nullable InetAddress of(Options options, String name) {
        String text = options.text(name);
        return text == null
                ? null
                : Resolver.literal(text).orElseThrow(() -> new InvalidOption(name, text, "an IP address"));
    }
}
