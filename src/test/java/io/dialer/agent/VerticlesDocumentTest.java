package io.dialer.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Request;
import io.dialer.agent.bus.Topic;
import io.vertx.core.Deployable;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code verticles.md} is the map; a map that lacks a place is a fault. */
class VerticlesDocumentTest {
    @Test
    void everyVerticleHasItsSection() throws Exception {
        String document = Files.readString(Path.of("verticles.md"));
        List<String> verticles = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.dialer.agent").stream()
                        .filter(type -> type.isAssignableTo(Deployable.class))
                        .map(JavaClass::getSimpleName)
                        .filter(name -> !name.isEmpty())
                        .toList();

        assertThat(verticles).hasSizeGreaterThan(5);
        assertThat(verticles).allSatisfy(name -> assertThat(document).contains("`" + name + "`"));
        assertThat(verticles)
                .filteredOn(name -> name.endsWith("Verticle"))
                .allSatisfy(name -> assertThat(document).contains("| `" + name + "` |", "### `" + name + "`"));
    }

    @Test
    void everyAddressHasItsRow() throws Exception {
        String document = Files.readString(Path.of("verticles.md"));
        List<String> addresses = Arrays.stream(Addresses.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(VerticlesDocumentTest::nameOf)
                .toList();

        assertThat(addresses).contains("probe.result", "backend.deliver");
        assertThat(addresses).allSatisfy(name -> assertThat(document).contains("| `" + name + "` |"));
    }

    private static String nameOf(Field field) {
        try {
            return switch (field.get(null)) {
                case Request<?, ?> request -> request.name();
                case Topic<?> topic -> topic.name();
                default -> throw new AssertionError(field + " is neither a request nor a topic");
            };
        } catch (IllegalAccessException hidden) {
            throw new AssertionError(hidden);
        }
    }
}
