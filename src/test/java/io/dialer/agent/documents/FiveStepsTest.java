package io.dialer.agent.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.dialer.agent.testing.Markdown;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/** Takes the five steps to a new probe as {@code docs/new-probe.md} has them, and runs the test at their end. */
class FiveStepsTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath();
    private static final String PACKAGE = "io.dialer.agent.";

    @TempDir
    Path folder;

    @Test
    void leadToAProbeThatMeasures() throws Exception {
        Map<Path, String> files = filesOfTheSteps();
        assertThat(files).hasSize(6);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        for (Map.Entry<Path, String> file : files.entrySet()) {
            if (!file.getKey().toString().endsWith(".java")) {
                append(classes, file.getKey(), file.getValue());
            }
        }

        compile(classes, files);
        TestExecutionSummary summary = runTest(classes, "io.dialer.agent.probe.type.SshProbeTest");

        assertThat(summary.getFailures()).isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(2);
        try (AgentClasses loader = new AgentClasses(classes)) {
            assertThat(loader.loadClass("io.dialer.agent.probe.ProbeFactories")).isNotNull();
            assertThat(text(loader.getResource("META-INF/services/io.dialer.agent.probe.ProbeFactory")))
                    .contains("SshProbeFactory", "HttpProbeFactory");
            assertThat(text(loader.getResource("io/dialer/agent/probe/messages_zh.properties")))
                    .contains("ssh.failed=");
        }
    }

    /** A line that is a file's name alone says what the block after it is. */
    private static Map<Path, String> filesOfTheSteps() throws IOException {
        Map<Path, String> files = new TreeMap<>();
        List<String> lines = Files.readAllLines(PROJECT.resolve("docs/new-probe.md"));
        List<Markdown.Block> blocks =
                Markdown.read(PROJECT, PROJECT.resolve("docs/new-probe.md")).blocks();
        for (Markdown.Block block : blocks) {
            String name = lines.get(block.line() - 4);
            assertThat(name).as("what %s is", block).startsWith("`src/").endsWith("`");
            files.put(Path.of(name.substring(1, name.length() - 1)), block.text());
        }
        return files;
    }

    /** Such a file is there already, and gets lines more. */
    private static void append(Path classes, Path file, String lines) throws IOException {
        Path resource = classes.resolve(Path.of("src/main/resources").relativize(file));
        Files.createDirectories(resource.getParent());
        Files.writeString(resource, Files.readString(PROJECT.resolve(file)) + lines + "\n");
    }

    private void compile(Path classes, Map<Path, String> files) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<Path, String> file : files.entrySet()) {
            if (file.getKey().toString().endsWith(".java")) {
                Path source = folder.resolve(file.getKey());
                Files.createDirectories(source.getParent());
                sources.add(Files.writeString(source, file.getValue()));
            }
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringBuilder said = new StringBuilder();
        try (StandardJavaFileManager manager =
                compiler.getStandardFileManager(null, Locale.ENGLISH, StandardCharsets.UTF_8)) {
            boolean compiled = compiler.getTask(
                            null,
                            manager,
                            problem -> said.append(problem).append('\n'),
                            List.of(
                                    "-d",
                                    classes.toString(),
                                    "-cp",
                                    classPath(),
                                    "-proc:none",
                                    "-Xlint:all",
                                    "-Werror"),
                            null,
                            manager.getJavaFileObjectsFromPaths(sources))
                    .call();
            assertThat(compiled).as("%s", said).isTrue();
        }
    }

    private static TestExecutionSummary runTest(Path classes, String name) throws Exception {
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (AgentClasses loader = new AgentClasses(classes)) {
            thread.setContextClassLoader(loader);
            LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                    .selectors(selectClass(loader.loadClass(name)))
                    .build();
            LauncherFactory.create().execute(request, listener);
        } finally {
            thread.setContextClassLoader(before);
        }
        return listener.getSummary();
    }

    private static String classPath() {
        return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    }

    private static String text(URL resource) throws IOException {
        return new String(resource.openStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    /** The agent's classes once more, with what the steps added before the rest; libraries are shared with this test. */
    private static final class AgentClasses extends URLClassLoader {
        AgentClasses(Path added) throws IOException {
            super(urls(added), FiveStepsTest.class.getClassLoader());
        }

        private static URL[] urls(Path added) throws IOException {
            List<URL> urls = new ArrayList<>();
            for (Path path : Stream.concat(
                            Stream.of(added),
                            Stream.of(classPath().split(":", -1)).map(Path::of))
                    .toList()) {
                urls.add(path.toUri().toURL());
            }
            return urls.toArray(URL[]::new);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(PACKAGE)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }

        @Override
        public URL getResource(String name) {
            URL own = findResource(name);
            return own == null ? super.getResource(name) : own;
        }
    }
}
