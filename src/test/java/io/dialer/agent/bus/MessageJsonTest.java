package io.dialer.agent.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.SystemVariable;
import io.dialer.agent.testing.ClusterOf;
import io.dialer.agent.testing.Results;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What members of a cluster say to each other, as each version wrote it. A new version adds a folder with {@code
 * -Dmessages.write=true} and never changes an older one, because members of both may meet.
 */
class MessageJsonTest {
    private static final Path FOLDER = Path.of("src/test/resources/messages/v1");

    private static Stream<Record> messages() {
        MemberStatus member = ClusterOf.member("a", Standing.ACTIVE);
        ProbeTask task = new ProbeTask(
                "7",
                "front page",
                "http",
                "https://shop",
                Duration.ofMillis(1_500),
                3,
                List.of("book"),
                new JsonObject().put("timeout", 5).put("headers", new JsonObject().put("A", "b")),
                null);
        return Stream.of(
                member,
                new Handover("a", Map.of("7", 1_700_000_000_123_456_789L)),
                new Done(),
                new RegisterRequest("host"),
                new BackendReply(201, 0, "ok"),
                new Heartbeat(
                        false,
                        Instant.parse("2026-11-23T13:00:00.123456Z"),
                        member.status(),
                        new OutboxStatus(11, 1.5, 12, 13, 14, 15),
                        new ConfigStatus("agent.json", Instant.EPOCH, 2, 3, null, List.of("console.port")),
                        60,
                        "2.0.0",
                        List.of(member)),
                new TaskListRequest(),
                new TaskList(List.of(task), 1, true, Duration.ofMillis(20)),
                new VariableListRequest(),
                new VariableList(List.of(new SystemVariable("$KEY", "value", true, "tenant"))),
                new Delivery(List.of(Results.startedAt("7", "01J", Instant.EPOCH))),
                new DeliveryReply(
                        DeliveryReply.Verdict.ACCEPTED,
                        200,
                        "",
                        Duration.ofSeconds(2),
                        List.of(new DeliveryReply.Exemption("01J", DeliveryReply.Verdict.REFUSED, 400, "no"))),
                new BackendLook(Duration.ofSeconds(5)),
                new BackendSeen(true),
                new EmbeddedCall("POST", "/tasks", Map.of("page", "1"), Buffer.buffer("{}")),
                new StoreQuery(),
                new StoreContent(
                        new JsonObject().put("revision", 5).put("tasks", new JsonArray()),
                        List.of(new JsonObject().put("name", "$KEY"))),
                new EmbeddedReply(200, 0, new JsonObject().put("list", new JsonArray().add(1)), "ok"));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void comesBackAsItWas(Record message) {
        JsonObject written = new JsonObject(MessageJson.write(message).encode());
        assertThat((Object) MessageJson.read(message.getClass(), written)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isReadAsThisVersionAndEachBeforeWroteIt(Record message) throws IOException {
        Path file = FOLDER.resolve(message.getClass().getSimpleName() + ".json");
        if (Boolean.getBoolean("messages.write")) {
            Files.writeString(file, MessageJson.write(message).encodePrettily() + "\n");
        }
        JsonObject written = new JsonObject(Files.readString(file));
        assertThat((Object) MessageJson.read(message.getClass(), written)).isEqualTo(message);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void fieldsOfALaterVersionArePassedOver(Record message) {
        JsonObject written = new JsonObject(MessageJson.write(message).encode());
        withUnknownFields(written);
        assertThat((Object) MessageJson.read(message.getClass(), written)).isEqualTo(message);
    }

    @Test
    void everyMessageHasItsFile() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(messages()
                            .map(message -> message.getClass().getSimpleName() + ".json")
                            .toList());
        }
    }

    @Test
    void fieldsThatAnEarlierVersionDidNotHaveAreNothing() {
        assertThat(MessageJson.read(Moves.class, new JsonObject().put("received", 3)))
                .isEqualTo(new Moves(3, 0, 0));
        assertThat(MessageJson.read(Handover.class, new JsonObject().put("from", "a")))
                .isEqualTo(new Handover("a", Map.of()));
        assertThat(MessageJson.read(BackendSeen.class, new JsonObject())).isEqualTo(new BackendSeen(false));
    }

    @Test
    void whatIsNoMessageIsRefusedByName() {
        assertThatThrownBy(() -> MessageJson.read(Handover.class, new JsonObject().put("from", 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is no Handover");
    }

    @Test
    void aWordOfALaterVersionIsNothing() {
        MemberStatus member = MessageJson.read(
                MemberStatus.class,
                MessageJson.write(ClusterOf.member("a", Standing.ACTIVE)).put("standing", "ASLEEP"));
        assertThat(member.standing()).isEqualTo(Standing.STARTING);
        assertThat(Ownership.of(List.of(member)).ownerOf("1")).isNull();
        assertThat(MessageJson.read(DeliveryReply.class, new JsonObject().put("verdict", "PERHAPS"))
                        .verdict())
                .isEqualTo(DeliveryReply.Verdict.UNREACHABLE);
    }

    /** Beside the fields of records; not within what is free in form. */
    private static void withUnknownFields(JsonObject message) {
        message.put("of_later", new JsonObject().put("x", List.of(1)));
        for (String name : List.of("moves", "status", "outbox", "configuration")) {
            if (message.getValue(name) instanceof JsonObject inner) {
                withUnknownFields(inner);
            }
        }
    }
}
