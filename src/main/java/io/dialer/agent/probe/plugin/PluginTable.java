package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.ProbeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which plugin serves which type, with a line in the log for each. One that is broken takes the place of no other. */
final class PluginTable {
    private static final Logger LOG = LoggerFactory.getLogger(PluginTable.class);

    private final Set<String> builtIn;
    private final PluginSettings.Precedence precedence;
    private final Map<String, ProbeFactory> working = new TreeMap<>();
    private final Map<String, ProbeFactory> broken = new TreeMap<>();

    PluginTable(Set<String> builtIn, PluginSettings.Precedence precedence) {
        this.builtIn = builtIn;
        this.precedence = precedence;
    }

    /**
     * Adds what a file defines.
     *
     * @param error why it cannot be loaded; null where it can
     */
    void add(ProbeFactory factory, Path file, @Nullable String error) {
        String type = factory.type();
        PluginChoice choice = error != null && builtIn.contains(type)
                ? new PluginChoice(false, "it cannot be loaded: the built-in type is used")
                : PluginChoice.of(precedence, builtIn.contains(type), shipped(file));
        boolean twice = choice.used() && (error == null ? working : broken).putIfAbsent(type, factory) != null;
        (error == null && !twice ? LOG.atInfo() : LOG.atWarn())
                .addKeyValue("file", file.getFileName())
                .addKeyValue("type", type)
                .addKeyValue("used", choice.used() && !twice)
                .addKeyValue("reason", twice ? "another file defines the same type" : choice.reason())
                .addKeyValue("error", error == null ? "-" : error)
                .log("plugin found");
    }

    List<ProbeFactory> chosen() {
        Map<String, ProbeFactory> chosen = new TreeMap<>(broken);
        chosen.putAll(working);
        return List.copyOf(chosen.values());
    }

    private static boolean shipped(Path file) {
        try {
            return file.toString().endsWith(".py") && KnownPlugins.shipped(Files.readAllBytes(file));
        } catch (IOException gone) {
            return false;
        }
    }
}
