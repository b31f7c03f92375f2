package io.dialer.agent.policy;

import io.dialer.agent.config.TargetRule;
import io.dialer.agent.config.TargetsConfig;
import io.dialer.agent.probe.net.TargetPolicy;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules for the targets of somebody's tasks. In this order: what {@code deny} names is refused; so are cloud metadata and
 * link-local addresses where {@code allow} does not name them as narrowly, and our own console where it does not with its port;
 * what is not of the internet is refused where {@code private} is false and {@code allow} does not name its address; of
 * the rest {@code others} decides, save for what {@code allow} names.
 *
 * @param targets as configured
 * @param console ours
 */
public record TargetRules(TargetsConfig targets, OwnConsole console) implements TargetPolicy {
    private static final String KEY = "security.targets.";
    private static final String BUILT_IN = "built-in rule: ";
    /** Where a proxy looks the name up, its name alone tells what it is. */
    private static final List<String> METADATA_NAMES = List.of("metadata.google.internal", "metadata.goog", "metadata");

    @Override
    public @Nullable String refusal(String host, @Nullable InetAddress address, int port) {
        String name = normalized(host);
        List<InetAddress> meant = address == null
                ? literal(name).map(SpecialAddresses::meant).orElse(List.of())
                : SpecialAddresses.meant(address);
        for (TargetRule rule : targets.deny()) {
            if (rule.means(name, port) || meant.stream().anyMatch(one -> rule.means(one, port))) {
                return KEY + "deny: " + rule;
            }
        }
        for (InetAddress one : meant) {
            String rule = refusal(one, port);
            if (rule != null) {
                return rule;
            }
        }
        if (meant.isEmpty() && METADATA_NAMES.contains(name)) {
            return BUILT_IN + "cloud metadata";
        }
        boolean allowed = targets.allow().stream()
                .anyMatch(rule ->
                        rule.means(name, port) || meant.stream().limit(1).anyMatch(itself -> rule.means(itself, port)));
        return allowed || targets.others() == TargetsConfig.Others.ALLOW ? null : KEY + "others: deny";
    }

    /** Of each address that one leads to for itself: what allows a translator's block does not allow what is behind it. */
    private @Nullable String refusal(InetAddress one, int port) {
        List<TargetRule> allowing =
                targets.allow().stream().filter(rule -> rule.means(one, port)).toList();
        SpecialAddresses.Block block = SpecialAddresses.forbidden(one);
        if (block != null && allowing.stream().noneMatch(rule -> rule.bits() >= block.bits())) {
            return BUILT_IN + block.name();
        }
        if (console.isAt(one, port) && allowing.stream().noneMatch(TargetRule::namesPorts)) {
            return BUILT_IN + "this agent's own console";
        }
        boolean hidden = !targets.privateNetworks() && !SpecialAddresses.isOfTheInternet(one);
        return hidden && allowing.isEmpty() ? KEY + "private: false" : null;
    }

    /** In lower case, as DNS writes it, without brackets, a zone and the dot of the root. */
    static String normalized(String host) {
        String bare = host.strip();
        if (bare.startsWith("[") && bare.endsWith("]")) {
            bare = bare.substring(1, bare.length() - 1);
        }
        String ascii;
        try {
            ascii = IDN.toASCII(bare);
        } catch (IllegalArgumentException noName) {
            ascii = bare;
        }
        String lower = ascii.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** An address in any form that some program may read as one: also {@code 0x7f.1}, {@code 017700000001}, {@code 2130706433}. */
    private static Optional<InetAddress> literal(String name) {
        try {
            return Optional.of(InetAddress.ofLiteral(name));
        } catch (IllegalArgumentException notPlain) {
            try {
                return Optional.of(Inet4Address.ofPosixLiteral(name));
            } catch (IllegalArgumentException aName) {
                return Optional.empty();
            }
        }
    }
}
