package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A transaction of ten steps by an agent that is its own backend, and by the command line. */
class ApiTransactionIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String STEPS = """
            [{"step_id": "s1", "name": "sign in", "fail_fast": true, "alerts": {"allowedStatusCodes": "200"},
              "request": {"method": "POST", "url": "/login", "contentType": "application/json", "headers": [], "urlParameters": [],
                "params": [], "body": "{\\"user\\": \\"$user\\", \\"password\\": \\"$password\\"}"},
              "variables": [{"name": "$token", "source": "body", "expression": "$.token"},
                {"name": "$id", "source": "body", "expression": "user.id"}],
              "assertions": [{"source": "status", "expression": "", "operator": "equals", "expected": "200", "enableAlert": true,
                  "alertCondition": "match", "alertLevel": "info"},
                {"source": "body", "expression": "$.user.name", "operator": "equals", "expected": "张三"},
                {"source": "cookie", "expression": "session", "operator": "exists", "expected": ""}]},
             {"step_id": "s2", "name": "profile",
              "request": {"method": "GET", "url": "/users/$id", "headers": [{"key": "Authorization", "value": "Bearer $token"}]},
              "assertions": [{"source": "body", "expression": "$.orders[0].total", "operator": "greater_than", "expected": "12.49"},
                {"source": "body", "expression": "", "operator": "contains", "expected": "a-1"}]},
             {"step_id": "s3", "name": "moved", "request": {"url": "/old", "auth": {"type": "bearer", "token": "$token"}},
              "extract": [{"variable_name": "$total", "source": "headers", "expression": "X-Total"}],
              "variables": [{"name": "$page", "source": "url", "expression": "page=(\\\\d+)"}],
              "assertions": [{"source": "json_body", "property": "$.page", "comparison": "equal", "target": 2}]},
             {"step_id": "s4", "name": "fill the cart", "request": {"method": "POST", "url": "/cart",
                "auth": {"type": "bearer", "token": "$token"},
                "body": {"type": "form", "content": {"sku": "a-1", "note": "$total & 张"}}},
              "assertions": [{"source": "status_code", "comparison": "equal", "target": 201},
                {"source": "text_body", "comparison": "contains", "target": "note=40%20%26%20%E5%BC%A0"}]},
             {"step_id": "s5", "name": "leave a note", "request": {"method": "PUT", "url": "/note?p=$page",
                "auth": {"type": "bearer", "token": "$token"}, "contentType": "text/plain", "body": "bitte 快点 $unknown"},
              "assertions": [{"source": "size", "operator": "less_than", "expected": "100"},
                {"source": "time", "operator": "less_than", "expected": "20000"},
                {"source": "headers", "expression": "Content-Type", "operator": "startsWith", "expected": "text/plain"}]},
             {"step_id": "s6", "name": "make a variable", "request": {"method": "POST", "url": "$agent/api/v1/system-variables",
                "body": {"type": "json", "content": {"name": "$made", "value": "s3cr3t-made", "is_secret": true}}},
              "extract": [{"variable_name": "$made", "source": "json_body", "expression": "$.data.id"}],
              "assertions": [{"source": "status_code", "comparison": "equal", "target": 201}]},
             {"step_id": "s7", "name": "look at it", "request": {"url": "$agent/api/v1/system-variables/$made"},
              "assertions": [{"source": "json_body", "property": "$.data.value", "comparison": "equal", "target": "***"}]},
             {"step_id": "s8", "name": "in stock", "fail_fast": true, "request": {"url": "/stock", "auth": {"type": "bearer", "token": "$token"}},
              "assertions": [{"source": "status", "expression": "", "operator": "equals", "expected": "200", "enableAlert": true},
                {"source": "body", "expression": "$.in_stock", "operator": "equals", "expected": "true"}]},
             {"step_id": "s9", "name": "order", "request": {"url": "/users/42", "auth": {"type": "bearer", "token": "$token"}},
              "assertions": [{"source": "status", "expression": "", "operator": "equals", "expected": "200"}]},
             {"step_id": "s10", "name": "clean up", "always": true,
              "request": {"method": "DELETE", "url": "$agent/api/v1/system-variables/$made"},
              "assertions": [{"source": "status", "expression": "", "operator": "equals", "expected": "200"}]}]""";

    @TempDir
    Path folder;

    private final Shop shop = new Shop();
    private int port;
    private Api api;

    @BeforeEach
    void choosePort() throws Exception {
        port = Ports.free();
        api = new Api(port, null);
    }

    @AfterEach
    void close() {
        api.close();
        shop.close();
    }

    @Test
    void tenStepsCarryTokenAndCookieAndCleanUp() throws Exception {
        try (AgentProcess _ = agent()) {
            await().atMost(SOON).until(api::ready);
            golden().assertEquals("api-transaction.json", resultOf(shop.url(), 1));
            assertThat(shop.visits)
                    .containsExactly(
                            "POST /login",
                            "GET /users/42",
                            "GET /old",
                            "GET /catalog",
                            "POST /cart",
                            "PUT /note",
                            "GET /stock",
                            "GET /users/42");
            assertThat(api.get("/api/v1/system-variables").total()).isZero();
        }
    }

    @Test
    void whatBrokeIsNamedAndTheCleanUpRuns() throws Exception {
        shop.inStock = false;
        try (AgentProcess agent = agent()) {
            await().atMost(SOON).until(api::ready);
            golden().assertEquals("api-transaction-broken.json", resultOf(shop.url(), 1));
            assertThat(api.get("/api/v1/system-variables").total()).isZero();
            assertThat(agent.output())
                    .contains("step 8 (in stock) failed")
                    .doesNotContain(Shop.TOKEN, "hunter2", "s3cr3t-made");
        }
    }

    @Test
    void systemVariablesOfTheEmbeddedBackendCountAtOnceAndSecretsWork() throws Exception {
        try (AgentProcess agent = agent()) {
            await().atMost(SOON).until(api::ready);
            variable("$user", "ann", false);
            variable("password", "hunter2-张", true);
            JsonObject config =
                    new JsonObject().put("steps", new JsonArray().add(new JsonArray(STEPS).getJsonObject(0)));
            JsonObject result = resultOf(shop.url(), config);

            assertThat(result.getString("status")).as(result.encodePrettily()).isEqualTo("success");
            assertThat(result.encode()).doesNotContain("hunter2", Shop.TOKEN);
            assertThat(result.getJsonObject("details")
                            .getJsonObject("variables")
                            .getString("$password"))
                    .isEqualTo("***");
            assertThat(agent.output()).doesNotContain("hunter2");
        }
    }

    @Test
    void aConfigurationThatNobodyCanRunIsAnErrorOfItsOwn() throws Exception {
        try (AgentProcess _ = agent()) {
            await().atMost(SOON).until(api::ready);
            JsonObject result =
                    resultOf(shop.url(), new JsonObject("{\"steps\": [{\"name\": \"a\", \"request\": {}}]}"));

            JsonObject details = result.getJsonObject("details");
            assertThat(result.getString("status")).isEqualTo("failed");
            assertThat(details.getString("outcome")).isEqualTo("error");
            assertThat(details.getString("error_type")).isEqualTo("configuration_error");
            assertThat(result.getString("message")).contains("steps[0] (a).request.url");
            assertThat(details.getJsonObject("details").getJsonArray("steps")).isEmpty();
        }
    }

    @Test
    void theCommandPrintsEachStepForAPersonAndJsonWhereItIsAsked() throws Exception {
        shop.inStock = false;
        JsonArray steps = new JsonArray(STEPS);
        JsonArray ofTheShop = new JsonArray();
        for (int index : new int[] {0, 1, 2, 7, 8}) {
            ofTheShop.add(steps.getJsonObject(index));
        }
        Files.writeString(folder.resolve("shop.json"), config(ofTheShop).encodePrettily());
        Files.createDirectories(folder.resolve("conf"));
        Files.writeString(folder.resolve("conf/agent_config.json"), "{\"config_version\": 2, \"language\": \"en\"}");

        try (AgentProcess probe = AgentProcess.run(folder, "probe", "api", shop.url(), "config=@shop.json")) {
            assertThat(probe.exitCode(30)).isEqualTo(1);
            assertThat(probe.output().lines().map(String::strip))
                    .contains("1 ok   sign in", "POST " + shop.url() + "/login", "$token = \"***\"", "$id = 42")
                    .contains("redirected to " + shop.url() + "/catalog?page=2")
                    .contains("4 FAIL in stock", "5 skip order")
                    .contains("FAIL status must be equals \"200\", found 409")
                    .anyMatch(line -> line.matches(
                            "409 application/json, 19 bytes in [0-9.]+ ms \\(resolve .*, check [0-9.]+\\)"))
                    .last()
                    .asString()
                    .matches(
                            "failed in [0-9.]+ ms, 6 of 8 assertions held: step 4 \\(in stock\\) failed: 2 of 2 assertions failed: .*");
        }
        try (AgentProcess probe = AgentProcess.run(folder, "probe", "--json", "api", shop.url(), "config=@shop.json")) {
            assertThat(probe.exitCode(30)).isEqualTo(1);
            JsonObject result = new JsonObject(probe.output());
            assertThat(result.getJsonObject("details").getJsonArray("steps")).hasSize(5);
        }
        try (AgentProcess probe = AgentProcess.run(folder, "probe", "api", shop.url(), "config=@nowhere.json")) {
            assertThat(probe.exitCode(30)).isEqualTo(2);
            assertThat(probe.output()).contains("nowhere.json: no such file");
        }
    }

    private Golden golden() {
        return new Golden().name(shop.url(), "{shop}").name("http://127.0.0.1:" + port, "{agent}");
    }

    private AgentProcess agent() throws Exception {
        Files.writeString(folder.resolve("tasks.json"), "[]");
        return AgentProcess.start(
                folder,
                new JsonObject()
                        .put("config_version", 2)
                        .put("agent_id", "gz-1")
                        .put("agent_area", "guangzhou")
                        .put("language", "en")
                        .put("console", new JsonObject().put("port", port)));
    }

    private void variable(String name, String value, boolean secret) throws Exception {
        JsonObject variable =
                new JsonObject().put("name", name).put("value", value).put("is_secret", secret);
        assertThat(api.call("POST", "/api/v1/system-variables", variable).status())
                .isEqualTo(201);
    }

    private JsonObject config(JsonArray steps) {
        return new JsonObject()
                .put(
                        "initialVariables",
                        new JsonArray(
                                        "[{\"name\": \"$user\", \"value\": \"ann\"}, {\"name\": \"$password\", \"value\": \"hunter2-张\"}]")
                                .add(new JsonObject().put("name", "$agent").put("value", "http://127.0.0.1:" + port)))
                .put("steps", steps)
                .put("statusAlertConfig", new JsonArray().add("failed"));
    }

    private JsonObject resultOf(String target, int tenant) throws Exception {
        return resultOf(target, config(new JsonArray(STEPS)).put("tenant", tenant));
    }

    /** The first result of a task that is made for it, as the backend hands it out, without what its database adds. */
    private JsonObject resultOf(String target, JsonObject config) throws Exception {
        Object tenant = config.remove("tenant");
        JsonObject task = new JsonObject()
                .put("name", "shop")
                .put("type", "api")
                .put("target", target)
                .put("interval", 3600)
                .put("tenant_id", tenant)
                .put("config", config.encode());
        Api.Answer made = api.call("POST", "/api/v1/tasks", task);
        assertThat(made.status()).as(made.body().encode()).isEqualTo(201);
        String results = "/api/v1/results?task_id=" + made.object().getInteger("id");
        await().atMost(SOON).until(() -> api.get(results).total() > 0);
        JsonObject result = api.get(results).list().getFirst();
        result.remove("id");
        result.remove("result_id");
        return result;
    }
}
