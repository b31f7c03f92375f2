package io.dialer.agent.probe.net;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.Sentence;
import io.netty.util.NetUtil;
import java.util.Comparator;
import java.util.List;

/** What several addresses that took no connection come to: the failure that says most about the target stands for all. Pure. */
final class ConnectFailure {
    /** So many stand in a message. */
    private static final int MOST_NAMED = 8;

    private ConnectFailure() {}

    /**
     * The failure of all.
     *
     * @param tried at least one
     */
    static ProbeFailure of(List<Tried> tried) {
        Tried worst = worst(tried);
        return new ProbeFailure(
                Errno.outcomeOf(worst.errno()),
                Phase.CONNECT,
                worst.errno(),
                tried.size() == 1 ? worst.why() : each(tried));
    }

    /** An answer counts before silence, silence before no way. */
    static Tried worst(List<Tried> tried) {
        return tried.stream()
                .min(Comparator.comparingInt(ConnectFailure::distance))
                .orElseThrow();
    }

    private static Sentence each(List<Tried> tried) {
        return tried.stream()
                .limit(MOST_NAMED)
                .map(one -> Sentence.of("connect.one", NetUtil.toAddressString(one.address()), one.why()))
                .reduce((one, other) -> Sentence.of("connect.two", one, other))
                .orElseThrow();
    }

    private static int distance(Tried one) {
        return switch (one.errno()) {
            case Errno.ECONNREFUSED, Errno.ECONNRESET -> 0;
            case Errno.ETIMEDOUT -> 1;
            default -> Errno.isOurFault(one.errno()) ? 3 : 2;
        };
    }
}
