package io.dialer.agent.config;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import java.net.IDN;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Some targets, as one line of {@code security.targets} names them: {@code HOST}, {@code HOST:PORT} or
 * {@code HOST:FIRST-LAST}. {@code HOST} is an address, a block of addresses as CIDR writes it (RFC 4632), a host name in which
 * {@code *} stands for any characters, or nothing, which is {@code *}. An IPv6 address stands in brackets where ports follow.
 * Two are equal where they are written alike.
 */
public final class TargetRule {
    /** What a rule may be, for errors. */
    public static final String ALLOWED =
            "an address, a block such as 10.0.0.0/8, a host name such as *.example.org, or *, each with :PORT or :FIRST-LAST behind it where only those ports are meant; IPv6 before a port in brackets";

    private static final Pattern PORTS = Pattern.compile("(?<host>.*):(?<first>[0-9]{1,5})(-(?<last>[0-9]{1,5}))?");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_*.-]+");
    /** Such a name would match how an address is written, and no address that a name leads to. */
    private static final Pattern LIKE_AN_ADDRESS = Pattern.compile("[0-9.*]*[0-9][0-9.*]*");

    private static final int MOST = 65_535;

    private final String text;
    private final @Nullable IpSubnetFilterRule block;
    private final int bits;
    private final @Nullable Pattern name;
    private final int first;
    private final int last;

    private TargetRule(
            String text, @Nullable IpSubnetFilterRule block, int bits, @Nullable Pattern name, int first, int last) {
        this.text = text;
        this.block = block;
        this.bits = bits;
        this.name = name;
        this.first = first;
        this.last = last;
    }

    /** The rule that a text spells out, if it does. Never looks a name up. */
    public static Optional<TargetRule> parse(String text) {
        Matcher ports = PORTS.matcher(text);
        // The groups of a bare IPv6 address look like ports.
        boolean withPorts = ports.matches() && (!ports.group("host").contains(":") || text.startsWith("["));
        String host = withPorts ? ports.group("host") : text;
        int first = withPorts ? Integer.parseInt(ports.group("first")) : 0;
        int last = withPorts && ports.group("last") != null ? Integer.parseInt(ports.group("last")) : first;
        if (withPorts && (first < 1 || last < first || last > MOST)) {
            return Optional.empty();
        }
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        try {
            int slash = bare.indexOf('/');
            InetAddress network = InetAddress.ofLiteral(slash < 0 ? bare : bare.substring(0, slash));
            int bits = slash < 0 ? 8 * network.getAddress().length : Integer.parseInt(bare.substring(slash + 1));
            IpSubnetFilterRule block = new IpSubnetFilterRule(network, bits, IpFilterRuleType.ACCEPT);
            return Optional.of(new TargetRule(text, block, bits, null, first, last));
        } catch (IllegalArgumentException noAddress) {
            return name(bare).map(name -> new TargetRule(text, null, -1, name, first, last));
        }
    }

    private static Optional<Pattern> name(String host) {
        if (host.isEmpty()) {
            return Optional.of(Pattern.compile(".*"));
        }
        String ascii;
        try {
            ascii = IDN.toASCII(host).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException noName) {
            return Optional.empty();
        }
        if (!NAME.matcher(ascii).matches() || LIKE_AN_ADDRESS.matcher(ascii).matches()) {
            return Optional.empty();
        }
        String withoutDot = ascii.endsWith(".") ? ascii.substring(0, ascii.length() - 1) : ascii;
        String form =
                Arrays.stream(withoutDot.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Optional.of(Pattern.compile(form));
    }

    /** How many leading bits its addresses share; -1 where it speaks of names. */
    public int bits() {
        return bits;
    }

    /** True where it speaks of some ports only. */
    public boolean namesPorts() {
        return first > 0;
    }

    /**
     * Whether that address is meant; never where the rule speaks of names.
     *
     * @param port 0: none, as for ICMP, which no rule with ports means
     */
    public boolean means(InetAddress address, int port) {
        return block != null && block.matches(new InetSocketAddress(address, 0)) && meansPort(port);
    }

    /**
     * Whether a host of that name is meant; never where the rule speaks of addresses.
     *
     * @param host in lower case, as DNS writes it and without a dot at its end
     * @param port 0: none
     */
    public boolean means(String host, int port) {
        return name != null && name.matcher(host).matches() && meansPort(port);
    }

    private boolean meansPort(int port) {
        return first == 0 || (port >= first && port <= last);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TargetRule rule && rule.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it is written in the configuration. */
    @Override
    public String toString() {
        return text;
    }
}
