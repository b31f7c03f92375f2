package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The plugin of the documents, compiled against what people compile theirs against. */
final class ExamplePlugin {
    private static final Path PROJECT = Path.of(System.getProperty("project.basedir", "."));
    private static final Path SOURCES = PROJECT.resolve("docs/example-plugin/src/main");

    private ExamplePlugin() {}

    /** Puts its jar there, as a whole. */
    static void build(Path jar) throws IOException {
        Path classes = Files.createTempDirectory("example-plugin");
        List<String> words = List.of(
                "-Werror",
                "-Xlint:all,-classfile,-processing",
                "-proc:none",
                "-d",
                classes.toString(),
                "-cp",
                api() + ":" + vertx());
        try (Stream<Path> sources = Files.walk(SOURCES.resolve("java"))) {
            String[] arguments = Stream.concat(
                            words.stream(), sources.map(Path::toString).filter(name -> name.endsWith(".java")))
                    .toArray(String[]::new);
            assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments))
                    .isZero();
        }
        Path next = jar.resolveSibling(jar.getFileName() + ".next");
        try (FileSystem archive =
                FileSystems.newFileSystem(URI.create("jar:" + next.toUri()), Map.of("create", "true"))) {
            copy(classes, archive.getPath("/"));
            copy(SOURCES.resolve("resources"), archive.getPath("/"));
        }
        Files.move(next, jar, StandardCopyOption.ATOMIC_MOVE);
    }

    private static Path api() throws IOException {
        try (Stream<Path> files = Files.walk(PROJECT.resolve("target/repo"))) {
            return files.filter(file -> file.toString().endsWith("-api.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String vertx() {
        return Arrays.stream(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
                        .split(":", -1))
                .filter(entry -> entry.contains("vertx-core-"))
                .findFirst()
                .orElseThrow();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
