package io.dialer.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of the messages, made of what {@link MessageJsonTest} writes. With {@code -Ddocs.write=true} it is written. */
class MessagesDocumentTest {
    private static final Path FILE = Path.of("docs", "messages.md");
    private static final Path MESSAGES = Path.of("src/test/resources/messages/v1");
    private static final String HEAD = """
            # Messages between members

            As JSON, in snake case; unknown fields are passed over, missing ones are empty. On one node a message is handed over as
            it is. [verticles.md](../verticles.md#addresses) says which address takes which. Examples, by name:
            """;

    @Test
    void thePageShowsEachMessageAsItIsSent() throws IOException {
        StringBuilder page = new StringBuilder(HEAD);
        for (Path file : messages()) {
            String name = file.getFileName().toString().replace(".json", "");
            page.append("\n## `").append(name).append("`\n\n```json\n");
            page.append(Json.encodePrettily(Json.decodeValue(Files.readString(file)))
                    .strip());
            page.append("\n```\n");
        }
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(FILE, page);
        }
        assertThat(FILE)
                .as("fresh; to write it anew: mvn test -Dtest=MessagesDocumentTest -Ddocs.write=true")
                .content()
                .isEqualTo(page.toString());
    }

    private static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(MESSAGES)) {
            return files.sorted().toList();
        }
    }
}
