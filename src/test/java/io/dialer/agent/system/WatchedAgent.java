package io.dialer.agent.system;

import static org.awaitility.Awaitility.await;

import io.dialer.agent.probe.net.Certificates;
import io.dialer.agent.probe.net.RawServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openqa.selenium.Keys;

/** An agent with its own backend that measures real targets each second, of which two fail, for whoever looks at its page. */
final class WatchedAgent implements AutoCloseable {
    static final String TOKEN = "c0nsole-t0ken";
    static final String READ_TOKEN = "l00k";
    static final int DEAD_PORT_TASK = 4;
    static final int TLS_TASK = 7;
    static final int ROUTE_TASK = 8;

    final Targets targets = new Targets();
    final String url;
    final Api api;
    private final RawServer tls = RawServer.startTls(
            Certificates.serving(Certificates.valid()),
            connection -> connection.getInputStream().readAllBytes());
    private final Path folder;
    private AgentProcess agent;

    private WatchedAgent(Path folder) throws Exception {
        this.folder = folder;
        int port = Ports.free();
        url = "http://127.0.0.1:" + port + "/";
        Path file = Files.writeString(folder.resolve("tasks.json"), tasks().encode());
        JsonObject console =
                new JsonObject().put("port", port).put("token", TOKEN).put("read_token", READ_TOKEN);
        agent = AgentProcess.start(
                folder,
                AgentProcess.config("page", "embedded")
                        .put("console", console)
                        .put("embedded", new JsonObject().put("tasks", file.toString())));
        api = new Api(port, TOKEN);
    }

    static WatchedAgent start(Path folder) throws Exception {
        WatchedAgent watched = new WatchedAgent(folder);
        await().atMost(Browser.PATIENCE).until(watched.api::ready);
        return watched;
    }

    private JsonArray tasks() throws Exception {
        JsonObject step = new JsonObject().put("name", "front").put("request", new JsonObject().put("url", "/"));
        JsonObject slow =
                new JsonObject().put("name", "slow").put("request", new JsonObject().put("url", "/?delay_ms=40"));
        return new JsonArray()
                .add(task(1, "front page", "http", targets.http("/"), new JsonObject())
                        .put("tenant_id", "blue"))
                .add(task(2, "a port", "tcp", targets.open(), new JsonObject()))
                .add(task(
                        3,
                        "this host",
                        "ping",
                        "127.0.0.1",
                        new JsonObject().put("count", 3).put("interval_ms", 20)))
                .add(task(DEAD_PORT_TASK, "nobody listens", "tcp", "127.0.0.1:" + Ports.free(), new JsonObject()))
                .add(task(
                        5,
                        "shop",
                        "api",
                        targets.http(""),
                        new JsonObject().put("steps", new JsonArray().add(step).add(slow))))
                .add(task(6, "wrong text", "http", targets.http("/"), new JsonObject().put("body_matches", "nowhere")))
                .add(task(
                        TLS_TASK,
                        "certificate",
                        "tls",
                        "127.0.0.1:" + tls.port(),
                        new JsonObject().put("ca_file", Certificates.file(Certificates.AUTHORITY))))
                .add(task(ROUTE_TASK, "the way here", "traceroute", "127.0.0.1", new JsonObject().put("queries", 1)));
    }

    /** A browser that shows the page to somebody who may do everything. */
    Browser signedIn(String language) {
        Browser browser = Browser.open(language);
        browser.go(url);
        browser.write("#token", TOKEN);
        browser.press(Keys.ENTER);
        browser.untilIt(() -> browser.count("dialog[open]") == 0);
        // Without what was said of the call before the token.
        browser.complaints();
        return browser;
    }

    /** Returns the exit code. */
    int stop() throws InterruptedException {
        return agent.terminate(30);
    }

    void startAgain() throws IOException {
        agent.close();
        agent = AgentProcess.run(folder, "-conf", folder.resolve("agent.json").toString());
    }

    @Override
    public void close() throws IOException {
        api.close();
        agent.close();
        tls.close();
        targets.close();
    }

    private static JsonObject task(int id, String name, String type, String target, JsonObject config) {
        return new JsonObject()
                .put("id", id)
                .put("name", name)
                .put("type", type)
                .put("target", target)
                .put("interval", 1)
                .put("config", config);
    }
}
