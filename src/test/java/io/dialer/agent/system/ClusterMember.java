package io.dialer.agent.system;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One agent of a cluster on this host, in a folder of its own. */
final class ClusterMember implements AutoCloseable {
    private static final Pattern CONSOLE = Pattern.compile("console listening url=\"(http://[^\"]+)\"");

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    final AgentProcess agent;
    final String name;
    private final Path folder;

    private ClusterMember(String name, Path folder, AgentProcess agent) {
        this.name = name;
        this.folder = folder;
        this.agent = agent;
    }

    /**
     * Starts one.
     *
     * @param before a command that its own stands behind; empty: none
     */
    static ClusterMember start(Path parent, String name, JsonObject config, List<String> before) throws IOException {
        Path folder = Files.createDirectories(parent.resolve(name));
        Path file = Files.writeString(folder.resolve("agent.json"), config.encodePrettily());
        return new ClusterMember(
                name, folder, AgentProcess.runBy(before, folder, Map.of(), "-conf", file.toString(), "-cluster"));
    }

    /** What its console answers; empty while there is none. */
    Optional<JsonObject> get(String path) {
        return call("GET", path, null);
    }

    /** Any call; empty where it did not do what it should. */
    Optional<JsonObject> call(String method, String path, @Nullable JsonObject body) {
        Matcher console = CONSOLE.matcher(agent.output());
        if (!console.find()) {
            return Optional.empty();
        }
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create(console.group(1) + path))
                    .timeout(Duration.ofSeconds(2))
                    .header("Authorization", "Bearer " + ContractBackend.TOKEN)
                    .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.encode()))
                    .build();
            var response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() < 300 ? Optional.of(new JsonObject(response.body())) : Optional.empty();
        } catch (IOException notNow) {
            return Optional.empty();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /** For whoever looks when it has ended. */
    OutboxFile outbox() {
        return new OutboxFile(folder.resolve("data"));
    }

    /** Tasks that its scheduler has now. */
    int tasks() {
        return get("/api/agent/status")
                .map(status -> status.getJsonObject("tasks").getInteger("total"))
                .orElse(-1);
    }

    /** Ids of the active members that it knows. */
    List<String> activeMembers() {
        JsonArray members = get("/api/agent/members")
                .map(body -> body.getJsonArray("members"))
                .orElseGet(JsonArray::new);
        return members.stream()
                .map(JsonObject.class::cast)
                .filter(member -> member.getString("standing").equals("active"))
                .map(member -> member.getString("node_id"))
                .toList();
    }

    /** How many tasks the other members have, as it has heard; a few seconds old. */
    int tasksOfTheOthers() {
        JsonObject mine = get("/api/agent/members").orElse(null);
        if (mine == null) {
            return -1;
        }
        return mine.getJsonArray("members").stream()
                .map(JsonObject.class::cast)
                .filter(member -> !member.getString("node_id").equals(mine.getString("self")))
                .mapToInt(member -> member.getInteger("tasks"))
                .sum();
    }

    boolean leads() {
        return get("/api/agent/members")
                .filter(body -> body.getString("self").equals(body.getString("leader")))
                .isPresent();
    }

    @Override
    public void close() {
        agent.close();
    }
}
