package io.dialer.agent.config;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a configuration that was just read means for an agent that runs. Pure.
 *
 * @param effective the new one, with the running one's values where a restart is needed
 * @param applied the keys that changed and take effect now, sorted
 * @param restartRequired the keys whose written value takes effect at the next start, sorted
 */
public record ConfigDiff(AgentConfigReader.Loaded effective, List<String> applied, List<String> restartRequired) {
    /** They belong to what is open or bound, or decide which parts there are. */
    private static final Set<String> NEED_RESTART = Set.of(
            "state_dir",
            "backend.deliver",
            "outbox.synchronous",
            "console.host",
            "console.port",
            "console.tls.cert_file",
            "console.tls.key_file",
            "scrape.host",
            "scrape.port",
            "embedded.tasks",
            "cluster.members",
            "cluster.kubernetes_service",
            "cluster.port",
            "cluster.interface",
            "cluster.name",
            "cluster.tls.cert_file",
            "cluster.tls.key_file",
            "cluster.tls.ca_file");

    /** True for a key that is read at the start only. */
    static boolean needsRestart(String path) {
        return NEED_RESTART.contains(path);
    }

    /**
     * Compares values as they are read, so that the same one in other words is no change.
     *
     * @param origin the name that errors begin with
     * @throws ConfigException where what may change now does not go together with what may not
     */
    public static ConfigDiff between(
            String origin, AgentConfigReader.Loaded running, AgentConfigReader.Loaded written) {
        Set<String> differences = differences(
                running.filled().read().reading(), written.filled().read().reading());
        Set<String> later =
                differences.stream().filter(ConfigDiff::needsRestart).collect(Collectors.toCollection(TreeSet::new));
        FilledDocument effective = written.filled().with(later, running.filled());
        FilledDocument.Meaning meaning = effective.read();
        List<ConfigProblem> problems = meaning.reading().problems();
        if (!problems.isEmpty()) {
            // Without the problems' own words: they may repeat what a reference brought.
            throw new ConfigException(
                    origin,
                    problems.stream()
                            .map(problem -> new ConfigProblem(problem.path(), beforeRestart(later)))
                            .toList());
        }
        differences.removeAll(later);
        return new ConfigDiff(written.with(meaning.config(), effective), List.copyOf(differences), List.copyOf(later));
    }

    private static String beforeRestart(Set<String> later) {
        return "does not go together with the running %s; nothing of the file is applied before a restart"
                .formatted(String.join(", ", later));
    }

    private static Set<String> differences(Reading one, Reading other) {
        Set<String> paths = new TreeSet<>(one.values().keySet());
        paths.addAll(other.values().keySet());
        paths.removeIf(
                path -> Objects.equals(one.values().get(path), other.values().get(path)));
        return paths;
    }
}
