package io.dialer.agent.blackbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a file of modules holds.
 *
 * @param byName every module
 * @param files that were read for them
 */
public record Modules(Map<String, Module> byName, Set<Path> files) {
    /** Of a file that is not there. */
    public static final Modules NONE = new Modules(Map.of(), Set.of());

    public Modules {
        byName = Map.copyOf(byName);
        files = Set.copyOf(files);
    }

    public Optional<Module> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** What the file asks for and is not done. */
    public List<String> warnings() {
        return byName.values().stream()
                .flatMap(module -> module.warnings().stream())
                .sorted()
                .toList();
    }
}
