package io.dialer.agent.config;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How members of a cluster find and reach each other. Without {@code members} and {@code kubernetes_service} they are
 * processes on this host.
 *
 * @param members hosts that may be members, each with a port or without, which means {@code port}
 * @param kubernetesService the DNS name of a headless service; null: none
 * @param port what a member listens on; among processes on one host the first of {@link #PORTS} that is free
 * @param networkInterface the address, block of addresses or network interface that members are reached by; null: the one
 *     that leads to the members
 * @param name of the cluster; members of another name are strangers
 * @param certificate a PEM file with the chain that this member shows on the event bus; null: the event bus is plain
 * @param key a PEM file with its private key
 * @param authorities a PEM file with who may sign the others' certificates
 */
public record ClusterConfig(
        List<String> members,
        @Nullable String kubernetesService,
        int port,
        @Nullable String networkInterface,
        String name,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable Path authorities) {
    /** Ports that members without a list share. */
    public static final int PORTS = 10;

    /** Nobody gave a word about it. */
    public static final ClusterConfig DEFAULT =
            new ClusterConfig(List.of(), null, 5701, null, "dialer", null, null, null);

    private static final Pattern MEMBER = Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

    public ClusterConfig {
        members = List.copyOf(members);
    }

    /** True where nothing leaves this host. */
    public boolean isOnThisHost() {
        return members.isEmpty() && kubernetesService == null && networkInterface == null;
    }

    /** True where the event bus is encrypted, and both sides show who they are. */
    public boolean secure() {
        return certificate != null;
    }

    static ClusterConfig from(ConfigReader section) {
        ConfigReader tls = section.section("tls");
        ClusterConfig config = new ClusterConfig(
                section.texts(
                        "members",
                        MEMBER.asMatchPredicate(),
                        "a list of hosts such as 10.0.0.11 or probe-2:5701",
                        "With `-cluster`: hosts of the members, this one may be among them, each with a port or without, which means `cluster.port`; without any, the members are processes on this host."),
                section.optionalText(
                        "kubernetes_service",
                        "The DNS name of a headless service whose pods are the members, in place of `cluster.members`."),
                section.integer(
                        "port",
                        DEFAULT.port,
                        1,
                        65_535 - PORTS + 1,
                        "The port that a member listens on. Members that are processes on one host take the first of ten that is free, from this on."),
                section.optionalText(
                        "interface",
                        "What members are reached by: an address of this host, a block such as `10.0.0.0/24`, or a network interface such as `eth1`; where absent, what leads to the first of the members."),
                section.text("name", DEFAULT.name, "Of the cluster; members of another name are strangers."),
                tls.optionalPath(
                        "cert_file", "A PEM file with this member's certificate chain: encrypts the event bus."),
                tls.optionalPath("key_file", "A PEM file with the private key of that certificate."),
                tls.optionalPath(
                        "ca_file", "A PEM file with who signs the members' certificates; every member must show one."));
        tls.warnOfUnknown();
        boolean some = config.certificate != null || config.key != null || config.authorities != null;
        boolean all = config.certificate != null && config.key != null && config.authorities != null;
        if (some && !all) {
            section.problem("tls", section.object("tls"), "cert_file, key_file and ca_file, or none of them");
        }
        if (!config.members.isEmpty() && config.kubernetesService != null) {
            section.problem("kubernetes_service", config.kubernetesService, "this or cluster.members");
        }
        return config;
    }
}
