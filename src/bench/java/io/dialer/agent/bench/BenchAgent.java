package io.dialer.agent.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The agent as a user starts it: by {@code run.sh}, with a configuration file, in an empty folder. */
final class BenchAgent implements Prober {
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final MeasuredProcess process;
    private final int port;

    private BenchAgent(MeasuredProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Returns at once; the agent comes up meanwhile. */
    static BenchAgent launch(Bench bench, JsonObject settings, JsonArray tasks) throws IOException {
        Path folder = Files.createTempDirectory(bench.folder(), "agent");
        int port = FreePort.find();
        JsonObject configuration = new JsonObject()
                .put("config_version", 2)
                .put("agent_id", "bench")
                .put("agent_area", "bench")
                .put("server_url", "embedded")
                .put("logging", new JsonObject().put("log_mode", "ERROR"))
                .put("console", new JsonObject().put("port", port))
                .mergeIn(settings);
        Files.writeString(folder.resolve("agent.json"), configuration.encodePrettily());
        Files.writeString(folder.resolve("tasks.json"), tasks.encode());
        MeasuredProcess process = MeasuredProcess.start(
                folder, Map.of(), List.of(bench.project().resolve("run.sh").toString(), "-conf", "agent.json"));
        return new BenchAgent(process, port);
    }

    static BenchAgent start(Bench bench, JsonObject settings) throws IOException, InterruptedException {
        BenchAgent agent = launch(bench, settings, new JsonArray());
        Moment.until("the agent is ready", 60, agent::ready);
        return agent;
    }

    private boolean ready() throws IOException, InterruptedException {
        process.requireAlive();
        return answers("/health/ready");
    }

    private boolean answers(String path) throws IOException, InterruptedException {
        try {
            return client.send(request(path), BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            process.requireAlive();
            return false;
        }
    }

    String text(String path) throws IOException, InterruptedException {
        return client.send(request(path), BodyHandlers.ofString()).body();
    }

    String metrics() throws IOException, InterruptedException {
        return text("/metrics");
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(10))
                .build();
    }

    @Override
    public MeasuredProcess process() {
        return process;
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.close();
        client.close();
    }
}
