package io.dialer.agent.probe.type;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.net.Resolver;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/** Options that hold a literal address. */
final class SourceAddress {
    private SourceAddress() {}

    /** The option {@code source_ip}: our own address; null: the system chooses. */
    static @Nullable InetAddress from(Options options) {
        return literal(options, "source_ip");
    }

    static @Nullable InetAddress literal(Options options, String name) {
        String text = options.text(name);
        return text == null
                ? null
                : Resolver.literal(text).orElseThrow(() -> new InvalidOption(name, text, "an IP address"));
    }
}
