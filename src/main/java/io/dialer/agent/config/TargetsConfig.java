package io.dialer.agent.config;

import java.util.List;

/**
 * Which targets may be probed, by the address that is connected to.
 *
 * @param deny never
 * @param allow also where what is built in, or {@code private}, forbids it; rules of names count for {@code others} alone,
 *     because whoever owns a name chooses its addresses
 * @param privateNetworks loopback, private and other addresses that are not of the internet
 * @param others what no rule speaks of
 */
public record TargetsConfig(List<TargetRule> deny, List<TargetRule> allow, boolean privateNetworks, Others others) {
    /** As it is without a word in the configuration. */
    public static final TargetsConfig DEFAULT = new TargetsConfig(List.of(), List.of(), true, Others.ALLOW);

    /** What becomes of a target that no rule speaks of. */
    public enum Others {
        ALLOW,
        DENY
    }

    public TargetsConfig {
        deny = List.copyOf(deny);
        allow = List.copyOf(allow);
    }

    /**
     * Reads a section.
     *
     * @param absent what holds where the section says nothing
     */
    static TargetsConfig from(ConfigReader section, TargetsConfig absent) {
        TargetsConfig config = new TargetsConfig(
                rules(
                        section,
                        "deny",
                        absent.deny,
                        "Targets that may not be probed: addresses, blocks, host names with `*`, each with `:PORT` or `:FIRST-LAST`."),
                rules(
                        section,
                        "allow",
                        absent.allow,
                        "Targets that may be. An address or block also where the built-in rules, or `private`, forbid it; a host name only where `others` does."),
                section.flag(
                        "private",
                        absent.privateNetworks,
                        "Whether addresses may be probed that are not of the internet: loopback, private, shared, multicast."),
                section.oneOf("others", absent.others, "What becomes of a target that no rule speaks of."));
        section.warnOfUnknown();
        return config;
    }

    private static List<TargetRule> rules(ConfigReader section, String key, List<TargetRule> absent, String sentence) {
        return section
                .texts(
                        key,
                        absent.stream().map(TargetRule::toString).toList(),
                        text -> TargetRule.parse(text).isPresent(),
                        TargetRule.ALLOWED,
                        sentence)
                .stream()
                .flatMap(text -> TargetRule.parse(text).stream())
                .toList();
    }
}
