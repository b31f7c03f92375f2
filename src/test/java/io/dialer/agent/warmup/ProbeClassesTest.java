package io.dialer.agent.warmup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeClassesTest {
    private static final Path CLASSES = Path.of("target/classes");

    @TempDir
    private Path folder;

    @Test
    void findsThemInAFolderAndInAJar() throws Exception {
        long all;
        try (Stream<Path> files = Files.walk(CLASSES.resolve("io/dialer/agent/probe"))) {
            all = files.map(Path::toString)
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .count();
        }
        assertThat(ProbeClasses.load()).isEqualTo((int) all).isGreaterThan(100);

        URL[] path = {jar().toUri().toURL()};
        // Not from the class path of the test: by a loader of its own, as the agent's jar is read.
        try (URLClassLoader loader = new URLClassLoader(path, getClass().getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
                Class<?> known = findLoadedClass(name);
                return known != null
                        ? known
                        : name.startsWith("io.dialer.agent.") ? findClass(name) : super.loadClass(name, resolve);
            }
        }) {
            Object count = loader.loadClass(ProbeClasses.class.getName())
                    .getMethod("load")
                    .invoke(null);
            assertThat(count).isEqualTo((int) all);
        }
    }

    private Path jar() throws IOException {
        Path jar = folder.resolve("agent.jar");
        List<Path> files;
        try (Stream<Path> all = Files.walk(CLASSES.resolve("io"))) {
            files = all.filter(Files::isRegularFile).toList();
        }
        try (JarOutputStream to = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files) {
                to.putNextEntry(new JarEntry(CLASSES.relativize(file).toString()));
                Files.copy(file, to);
            }
        }
        return jar;
    }
}
