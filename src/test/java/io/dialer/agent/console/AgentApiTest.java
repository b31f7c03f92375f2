package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.DeadLetterCommand;
import io.dialer.agent.bus.DeadLetterCommand.Action;
import io.dialer.agent.bus.DeadLetters;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.bus.HistoryQuery;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgentApiTest {
    private final Vertx vertx = Vertx.vertx();
    private final Bus bus = new Bus(vertx);
    private final WebClient client = WebClient.create(vertx);
    private final List<DeadLetterCommand> commands = new CopyOnWriteArrayList<>();
    private final List<HistoryQuery> queries = new CopyOnWriteArrayList<>();
    private final int port;

    AgentApiTest() {
        bus.answer(Addresses.OUTBOX_STATUS, query -> Future.succeededFuture(new OutboxStatus(7, 1.5, 2, 3, 4, 5)));
        bus.answer(Addresses.OUTBOX_DEAD, command -> {
            commands.add(command);
            boolean none = "absent".equals(command.resultId());
            return Future.succeededFuture(new DeadLetters(
                    List.of(
                            new DeadLetters.Letter("r1", "7", 1_000, "refused with 400: gone", "{\"task_id\": \"7\"}"),
                            new DeadLetters.Letter("r0", "7", 0, "its stored form cannot be read", "{\"task_")),
                    none ? 0 : 2));
        });
        bus.answer(Addresses.HISTORY_RESULTS, query -> {
            queries.add(query);
            return Future.succeededFuture(new HistoryPage(List.of(new HistoryPage.Entry(42, Results.of("7", "r7")))));
        });
        Router router = Router.router(vertx);
        new AgentApi(
                        vertx,
                        bus,
                        new Doorkeeper(new Access(
                                Configurations.of("{'console': {'token': 'c0nsole', 'read_token': 'l00k'}}"))),
                        new Self(Configurations.of("{}"), "2.0.0"))
                .addTo(router);
        HttpServer server =
                Waiting.on(vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1"));
        port = server.actualPort();
    }

    @AfterEach
    void close() {
        Waiting.on(vertx.close());
    }

    @Test
    void showsWhatWaits() {
        assertThat(call(HttpMethod.GET, "/outbox", "l00k").bodyAsJsonObject())
                .isEqualTo(
                        new JsonObject(
                                "{\"depth\":7,\"oldest_age_s\":1.5,\"delivered\":5,\"dropped\":2,\"not_stored\":3,\"dead\":4}"));
    }

    @Test
    void listsDeadLettersWithTheirReasonDamagedOnesAsText() {
        JsonObject answer = call(HttpMethod.GET, "/outbox/dead?limit=5", "l00k").bodyAsJsonObject();
        assertThat(answer.getJsonArray("list").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("result_id", "r1")
                        .put("task_id", "7")
                        .put("given_up_at", "1970-01-01T00:00:01Z")
                        .put("reason", "refused with 400: gone")
                        .put("result", new JsonObject().put("task_id", "7")));
        assertThat(answer.getJsonArray("list").getJsonObject(1).getValue("result"))
                .isEqualTo("{\"task_");
        assertThat(commands).containsExactly(new DeadLetterCommand(Action.LIST, null, 5));
    }

    @Test
    void retriesAndPurgesOneOrAll() {
        assertThat(call(HttpMethod.POST, "/outbox/dead/r1/retry", "c0nsole").bodyAsString())
                .isEqualTo("{\"affected\":2}");
        call(HttpMethod.POST, "/outbox/dead/retry", "c0nsole");
        call(HttpMethod.DELETE, "/outbox/dead/r1", "c0nsole");
        call(HttpMethod.DELETE, "/outbox/dead", "c0nsole");
        assertThat(commands)
                .containsExactly(
                        new DeadLetterCommand(Action.RETRY, "r1", 0),
                        new DeadLetterCommand(Action.RETRY, null, 0),
                        new DeadLetterCommand(Action.PURGE, "r1", 0),
                        new DeadLetterCommand(Action.PURGE, null, 0));
        assertThat(call(HttpMethod.DELETE, "/outbox/dead/absent", "c0nsole").statusCode())
                .isEqualTo(404);
    }

    @Test
    void findsPastResults() {
        JsonObject answer = call(
                        HttpMethod.GET,
                        "/results?task_id=7&outcome=timeout&from=2026-11-23T21:00:00Z&to=2026-11-23T22:00:00Z&limit=1"
                                + "&cursor=43",
                        "l00k")
                .bodyAsJsonObject();
        assertThat(queries)
                .containsExactly(new HistoryQuery(
                        "7",
                        Outcome.TIMEOUT,
                        Instant.parse("2026-11-23T21:00:00Z").toEpochMilli(),
                        Instant.parse("2026-11-23T22:00:00Z").toEpochMilli(),
                        43,
                        1));
        assertThat(answer.getString("next_cursor")).isEqualTo("42");
        assertThat(answer.getJsonArray("list").getJsonObject(0).getString("result_id"))
                .isEqualTo("r7");
        assertThat(call(HttpMethod.GET, "/results", "l00k").bodyAsJsonObject().getValue("next_cursor"))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/results?limit=0       | limit: \"0\" is not allowed; allowed: a whole number from 1 to 1000",
                "/results?limit=many    | limit: \"many\" is not allowed; allowed: a whole number from 1 to 1000",
                "/results?outcome=fine  | outcome: \"fine\" is not allowed; allowed: success, failed, timeout, error",
                "/results?from=today    | from: \"today\" is not allowed; allowed: a moment such as 2026-11-23T21:00:00Z",
                "/results?cursor=-1     | cursor: \"-1\" is not allowed; allowed: the next_cursor of an answer",
                "/outbox/dead?limit=-1  | limit: \"-1\" is not allowed; allowed: a whole number from 1 to 1000"
            })
    void saysWhatIsAllowed(String path, String detail) {
        HttpResponse<Buffer> answer = call(HttpMethod.GET, path, "l00k");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.bodyAsJsonObject().getString("detail")).isEqualTo(detail);
    }

    @Test
    void wantsAToken() {
        assertThat(call(HttpMethod.GET, "/outbox", null).statusCode()).isEqualTo(401);
        assertThat(call(HttpMethod.GET, "/outbox", "wrong").statusCode()).isEqualTo(401);
        assertThat(call(HttpMethod.DELETE, "/outbox/dead", "l00k").statusCode())
                .as("looking is not enough to change something")
                .isEqualTo(401);
        assertThat(commands).isEmpty();
    }

    @Test
    void answersNoPageOfAnotherSite() {
        HttpResponse<Buffer> answer = Waiting.on(client.get(port, "127.0.0.1", "/api/agent/outbox")
                .bearerTokenAuthentication("c0nsole")
                .putHeader("Origin", "http://elsewhere.example")
                .send());
        assertThat(answer.statusCode()).isEqualTo(403);
    }

    private HttpResponse<Buffer> call(HttpMethod method, String path, @Nullable String token) {
        HttpRequest<Buffer> request = client.request(method, port, "127.0.0.1", "/api/agent" + path);
        if (token != null) {
            request.bearerTokenAuthentication(token);
        }
        return Waiting.on(request.send());
    }
}
