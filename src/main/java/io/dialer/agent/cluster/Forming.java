package io.dialer.agent.cluster;

import io.dialer.agent.config.ClusterConfig;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.nio.file.Path;

/** What forms a cluster: the cluster manager, and an event bus that is reached by the same address. */
public final class Forming {
    private static final String LOGGING = "hazelcast.logging.type";

    private final ClusterConfig config;
    private final String address;
    private final ClusterManager manager;

    private Forming(ClusterConfig config, String address, ClusterManager manager) {
        this.config = config;
        this.address = address;
        this.manager = manager;
    }

    /**
     * Finds this host's address and reads Hazelcast's settings; nothing is bound yet.
     *
     * @param folder where the user's own {@code cluster.xml} may be
     * @throws io.dialer.agent.config.ConfigException where this host has no address that fits, or the settings cannot be used
     */
    public static Forming by(ClusterConfig config, Path folder) {
        // Hazelcast speaks before it has read its own configuration, which says the same.
        if (System.getProperty(LOGGING) == null) {
            System.setProperty(LOGGING, "slf4j");
        }
        String address = MemberAddress.of(config).getHostAddress();
        return new Forming(config, address, new HazelcastClusterManager(ClusterFile.filled(config, address, folder)));
    }

    public ClusterManager manager() {
        return manager;
    }

    /** Fills in what nobody has decided elsewhere; mutual TLS where it is configured. */
    public void configure(EventBusOptions options) {
        if (options.getHost() == null) {
            options.setHost(address);
        }
        if (config.secure()) {
            options.setSsl(true)
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setKeyCertOptions(new PemKeyCertOptions()
                            .setCertPath(String.valueOf(config.certificate()))
                            .setKeyPath(String.valueOf(config.key())))
                    .setTrustOptions(new PemTrustOptions().addCertPath(String.valueOf(config.authorities())));
        }
    }
}
