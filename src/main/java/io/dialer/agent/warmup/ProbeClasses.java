package io.dialer.agent.warmup;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.function.Function;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the classes of the probes before a probe needs them. A virtual thread that loads a class keeps its carrier, and what
 * it waits for meanwhile, the jar's lock, may be promised to a virtual thread that has no carrier; where many meet a new
 * class at once, as at the first failure of a whole network, all carriers can be kept so, and the process hangs for ever
 * (JEP 491, "Future work").
 */
public final class ProbeClasses {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeClasses.class);
    private static final String FOLDER = "io/dialer/agent/probe/";
    private static final String SUFFIX = ".class";

    private ProbeClasses() {}

    /** Blocks the calling thread, which must not be a virtual one. Returns how many there are. */
    public static int load() {
        CodeSource source = ProbeClasses.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return 0;
        }
        List<String> names = List.of();
        try {
            names = names(Path.of(source.getLocation().toURI()));
        } catch (IOException | URISyntaxException unreadable) {
            LOG.atWarn()
                    .addKeyValue("source", source.getLocation())
                    .addKeyValue("reason", unreadable)
                    .log("the probes' classes cannot be listed; they are loaded when they are needed");
        }
        names.forEach(ProbeClasses::load);
        return names.size();
    }

    private static List<String> names(Path root) throws IOException {
        if (Files.isDirectory(root)) {
            try (Stream<Path> files = Files.walk(root.resolve(FOLDER))) {
                return className(files, file -> root.relativize(file).toString().replace('\\', '/'));
            }
        }
        try (JarFile jar = new JarFile(root.toFile())) {
            return className(jar.stream(), entry -> entry.getName());
        }
    }

    private static <F> List<String> className(Stream<F> files, Function<F, String> path) {
        return files.map(path)
                .filter(name -> name.startsWith(FOLDER) && name.endsWith(SUFFIX) && !name.endsWith("-info.class"))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                .toList();
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, ProbeClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError broken) {
            LOG.atWarn()
                    .addKeyValue("class", name)
                    .addKeyValue("reason", broken)
                    .log("a class cannot be loaded");
        }
    }
}
