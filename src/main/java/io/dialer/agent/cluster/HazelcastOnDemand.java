package io.dialer.agent.cluster;

import io.dialer.agent.config.ClusterConfig;
import io.vertx.core.internal.VertxBootstrap;
import io.vertx.core.spi.VertxServiceProvider;
import io.vertx.core.spi.cluster.ClusterManager;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Hazelcast as the cluster manager, loaded once a cluster is formed. Vert.x creates whatever cluster manager it finds,
 * also where nobody asked for a cluster; so the jar names this one in the service file, and leaves Hazelcast's own out.
 * Found that way, by a program that knows nothing of our configuration, it forms the cluster of one host.
 */
public final class HazelcastOnDemand implements VertxServiceProvider {
    @Override
    public void init(VertxBootstrap bootstrap) {
        if (bootstrap.clusterManager() == null) {
            bootstrap.clusterManager((ClusterManager) Proxy.newProxyInstance(
                    HazelcastOnDemand.class.getClassLoader(), new Class<?>[] {ClusterManager.class}, onDemand()));
        }
    }

    private static InvocationHandler onDemand() {
        AtomicReference<@Nullable ClusterManager> hazelcast = new AtomicReference<>();
        return (proxy, method, arguments) -> {
            ClusterManager manager = hazelcast.updateAndGet(there -> there == null ? load() : there);
            try {
                return method.invoke(manager, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        };
    }

    private static ClusterManager load() {
        return Forming.by(ClusterConfig.DEFAULT, Path.of("conf")).manager();
    }
}
