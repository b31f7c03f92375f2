package io.dialer.agent.cluster;

import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.spi.cluster.NodeInfo;
import java.net.ConnectException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Tells a member that has died from one that is slow: where its event bus listened, its host refuses connections. A process
 * that hangs still accepts them, and a host that is not reached says nothing; neither is known to be dead. Used on one event
 * loop.
 */
final class DeathCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Function<String, Future<NodeInfo>> whereabouts;
    private final NetClient client;
    private final Map<String, SocketAddress> addresses = new HashMap<>();
    private final Set<String> asked = new HashSet<>();

    /**
     * A check.
     *
     * @param whereabouts what the cluster manager knows of a member
     */
    DeathCheck(Vertx vertx, Function<String, Future<NodeInfo>> whereabouts) {
        this.whereabouts = whereabouts;
        this.client = vertx.createNetClient(new NetClientOptions().setConnectTimeout((int) PATIENCE.toMillis()));
    }

    /** Finds out where a member's event bus listens, once; best while the cluster manager is sure to know it. */
    void learn(String nodeId) {
        if (addresses.containsKey(nodeId)) {
            return;
        }
        whereabouts
                .apply(nodeId)
                .onSuccess(known -> addresses.put(nodeId, SocketAddress.inetSocketAddress(known.port(), known.host())));
    }

    /** Forgets all others. */
    void retain(Collection<String> nodeIds) {
        addresses.keySet().retainAll(nodeIds);
    }

    /** Whether a member is known to be dead; no, where nothing is known, or the last question about it has no answer yet. */
    Future<Boolean> isDead(String nodeId) {
        SocketAddress address = addresses.get(nodeId);
        if (address == null || !asked.add(nodeId)) {
            return Future.succeededFuture(false);
        }
        return client.connect(address)
                .compose(socket -> socket.close().map(false))
                .otherwise(DeathCheck::isRefusal)
                .onComplete(answered -> asked.remove(nodeId));
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof ConnectException && !(failure instanceof ConnectTimeoutException);
    }
}
