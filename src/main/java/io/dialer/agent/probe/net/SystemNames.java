package io.dialer.agent.probe.net;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.ResolverConfig;

/**
 * What this host looks names up in. Its files are looked at once a second at most, and read anew where they have changed,
 * as a DHCP client or a VPN changes them. Safe for use by several threads.
 */
final class SystemNames implements Supplier<NameSources> {
    private static final Duration QUERY_TIMEOUT = Duration.ofSeconds(5);
    private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

    private final Path hostsFile;
    private final long lookEveryNanos;
    private long lookedAtNanos;
    private List<String> stamps;
    private NameSources sources;

    SystemNames(Path hostsFile, Duration lookEvery) {
        this.hostsFile = hostsFile;
        this.lookEveryNanos = lookEvery.toNanos();
        this.lookedAtNanos = System.nanoTime();
        this.stamps = stamps();
        this.sources = read();
    }

    @Override
    public synchronized NameSources get() {
        long now = System.nanoTime();
        if (now - lookedAtNanos >= lookEveryNanos) {
            lookedAtNanos = now;
            List<String> found = stamps();
            if (!found.equals(stamps)) {
                stamps = found;
                ResolverConfig.refresh();
                sources = read();
            }
        }
        return sources;
    }

    private NameSources read() {
        ResolverConfig system = ResolverConfig.getCurrentConfig();
        return NameSources.of(hostsFile, system.servers(), QUERY_TIMEOUT, system.ndots(), system.searchPath());
    }

    private List<String> stamps() {
        return List.of(stamp(hostsFile), stamp(RESOLV_CONF));
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            @Nullable Object key = attributes.fileKey();
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + key;
        } catch (IOException absent) {
            return "";
        }
    }
}
