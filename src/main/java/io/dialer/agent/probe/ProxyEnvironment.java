package io.dialer.agent.probe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the environment says of proxies: {@code http_proxy}, {@code https_proxy} and {@code no_proxy}, each in lower or
 * upper case, the lower one first. No standard says how they are read; this is what curl and Go agree on, and where
 * they do not: as Go, nothing on loopback is asked of a proxy; as curl, a domain with or without a leading dot means
 * itself and all below it. Pure.
 *
 * @param variables of a process
 */
public record ProxyEnvironment(Map<String, String> variables) {
    public ProxyEnvironment {
        variables = Map.copyOf(variables);
    }

    /**
     * The proxy on the way to a target; empty: none.
     *
     * @param scheme {@code http} or {@code https}
     * @param host a name or a literal address, with or without brackets
     * @throws IllegalArgumentException where the variable holds no proxy; it is named, its value is not
     */
    public Optional<ProxyAddress> proxyFor(String scheme, String host, int port) {
        String name = withoutBrackets(host).toLowerCase(Locale.ROOT);
        if (isLoopback(name) || excluded(name, port)) {
            return Optional.empty();
        }
        String variable = scheme.toLowerCase(Locale.ROOT) + "_proxy";
        try {
            return value(variable).map(ProxyAddress::parse);
        } catch (IllegalArgumentException unusable) {
            throw new IllegalArgumentException(variable + " is " + unusable.getMessage(), unusable);
        }
    }

    private boolean excluded(String host, int port) {
        return Arrays.stream(value("no_proxy").orElse("").split("[,\\s]+"))
                .filter(entry -> !entry.isEmpty())
                .anyMatch(entry -> entry.equals("*") || matches(entry.toLowerCase(Locale.ROOT), host, port));
    }

    private static boolean matches(String entry, String host, int port) {
        if (entry.indexOf('/') >= 0) {
            return AddressBlock.parse(entry)
                    .flatMap(block -> AddressBlock.address(host).map(block::contains))
                    .orElse(false);
        }
        // An IPv6 address has a port only behind brackets.
        int colon = entry.lastIndexOf(':');
        boolean withPort = colon >= 0 && (entry.indexOf(':') == colon || entry.charAt(colon - 1) == ']');
        if (withPort && !entry.substring(colon + 1).equals(Integer.toString(port))) {
            return false;
        }
        String name = withoutBrackets(withPort ? entry.substring(0, colon) : entry);
        if (AddressBlock.address(host).isPresent()) {
            return AddressBlock.address(name).equals(AddressBlock.address(host));
        }
        String domain = withoutDots(name);
        return !domain.isEmpty()
                && (host.equals(domain)
                        || withoutDots(host).endsWith("." + domain)
                        || withoutDots(host).equals(domain));
    }

    private static boolean isLoopback(String host) {
        return withoutDots(host).equals("localhost")
                || AddressBlock.address(host)
                        .map(java.net.InetAddress::isLoopbackAddress)
                        .orElse(false);
    }

    /** Without the star and dot before a domain and the dot behind a full name. */
    private static String withoutDots(String name) {
        return name.replaceFirst("^\\*?\\.", "").replaceFirst("\\.$", "");
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    private Optional<String> value(String name) {
        return Stream.of(name, name.toUpperCase(Locale.ROOT))
                .map(spelling -> variables.getOrDefault(spelling, ""))
                .filter(value -> !value.isBlank())
                .findFirst();
    }
}
