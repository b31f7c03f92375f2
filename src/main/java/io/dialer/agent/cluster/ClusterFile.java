package io.dialer.agent.cluster;

import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import io.dialer.agent.config.ClusterConfig;
import io.dialer.agent.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * Hazelcast's settings: {@code cluster.xml}, with what the configuration says in the places that name it. The user's own
 * file is the one that {@code -Dvertx.hazelcast.config} names, or the one beside the configuration; without either it is
 * the one in the jar.
 */
final class ClusterFile {
    private static final String NAME = "cluster.xml";
    private static final String NAMED = "vertx.hazelcast.config";

    private ClusterFile() {}

    /**
     * The settings of a member.
     *
     * @param address what it listens on
     * @throws ConfigException where the file cannot be read or understood
     */
    static Config filled(ClusterConfig config, String address, Path folder) {
        String named = System.getProperty(NAMED);
        Path own = named == null ? folder.resolve(NAME) : Path.of(named);
        boolean there = named != null || Files.exists(own);
        String origin = there ? own.toString() : NAME + " of the jar";
        try (InputStream file = there ? Files.newInputStream(own) : shipped()) {
            return new XmlConfigBuilder(file)
                    .setProperties(values(config, address))
                    .build();
        } catch (IOException | RuntimeException unusable) {
            throw new ConfigException(origin, "cannot be used: " + unusable.getMessage());
        }
    }

    private static InputStream shipped() {
        InputStream file = ClusterFile.class.getResourceAsStream("/conf/" + NAME);
        if (file == null) {
            throw new IllegalStateException("the jar holds no " + NAME);
        }
        return file;
    }

    private static Properties values(ClusterConfig config, String address) {
        boolean byService = config.kubernetesService() != null;
        Properties values = new Properties();
        values.putAll(System.getProperties());
        values.setProperty("dialer.cluster.name", config.name());
        values.setProperty("dialer.cluster.address", address);
        values.setProperty("dialer.cluster.port", Integer.toString(config.port()));
        values.setProperty("dialer.cluster.by-ipv4", Boolean.toString(!address.contains(":")));
        boolean anyPort = config.isOnThisHost();
        values.setProperty("dialer.cluster.any-port", Boolean.toString(anyPort));
        values.setProperty("dialer.cluster.ports", Integer.toString(anyPort ? ClusterConfig.PORTS : 1));
        values.setProperty("dialer.cluster.by-list", Boolean.toString(!byService));
        values.setProperty("dialer.cluster.by-service", Boolean.toString(byService));
        values.setProperty("dialer.cluster.service", byService ? String.valueOf(config.kubernetesService()) : "none");
        values.setProperty("dialer.cluster.members", members(config, address));
        return values;
    }

    private static String members(ClusterConfig config, String address) {
        return config.members().isEmpty() ? address : config.members().stream().collect(Collectors.joining(","));
    }
}
