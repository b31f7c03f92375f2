package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.ProbeFactory;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link ProbeFactory} implementations of a jar, found by its service file, in a class loader of its own. The jar is
 * read from a copy, so that it may be overwritten; probes that were made from an older one go on to the end of their runs.
 */
final class JarTypes {
    private static final Logger LOG = LoggerFactory.getLogger(JarTypes.class);

    private JarTypes() {}

    /** What a jar brings; nothing, and a line in the log, where it cannot be used. */
    static List<ProbeFactory> load(Path jar, TemporaryFiles temporary) {
        List<ProbeFactory> factories = new ArrayList<>();
        try {
            Path copy = temporary.next("-" + jar.getFileName());
            Files.copy(jar, copy);
            // Not closed: a probe may need another of its classes in its last run.
            URLClassLoader loader = new URLClassLoader(
                    "plugin " + jar.getFileName(),
                    new URL[] {copy.toUri().toURL()},
                    ProbeFactory.class.getClassLoader());
            ServiceLoader.load(ProbeFactory.class, loader).stream()
                    // It finds the built-in ones as well.
                    .filter(found -> loader.equals(found.type().getClassLoader()))
                    .map(ServiceLoader.Provider::get)
                    .filter(factory -> !factory.type().isBlank())
                    .forEach(factories::add);
            if (factories.isEmpty()) {
                LOG.atWarn().addKeyValue("file", jar).log("this jar has no service file for a ProbeFactory");
            }
        } catch (IOException | ServiceConfigurationError | RuntimeException | LinkageError unusable) {
            LOG.atError()
                    .addKeyValue("file", jar)
                    .addKeyValue("reason", unusable)
                    .log("a plugin jar cannot be used");
        }
        return factories;
    }
}
