package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Which targets may be connected to. Asked with the address that a name led to, each time at the moment before something
 * is sent to it, so that a name whose address changes, a redirect or another try is asked for anew. Called on event loops and workers;
 * never waits.
 */
@FunctionalInterface
public interface TargetPolicy {
    /** Forbids nothing. */
    TargetPolicy ANYTHING = (host, address, port) -> null;

    /**
     * The rule that forbids a target.
     *
     * @param host as the task, or a redirect, names it
     * @param address that is connected to; null where somebody else looks the name up, such as a proxy
     * @param port 0: none, as for ICMP
     * @return null where it may be probed
     */
    @Nullable
    String refusal(String host, @Nullable InetAddress address, int port);

    /**
     * The failure that a target's run ends with.
     *
     * @return null where it may be probed
     */
    default @Nullable ProbeFailure failure(String host, @Nullable InetAddress address, int port) {
        String rule = refusal(host, address, port);
        if (rule == null) {
            return null;
        }
        String target = port == 0 ? host : new HostPort(host, port).toString();
        boolean shown = address == null || NetUtil.toAddressString(address).equals(host);
        Sentence sentence = shown
                ? Sentence.of("policy.refused", target, rule)
                : Sentence.of("policy.refused_address", target, NetUtil.toAddressString(address), rule);
        return new ProbeFailure(Outcome.ERROR, Phase.CONNECT, 0, sentence);
    }
}
