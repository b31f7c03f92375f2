package io.dialer.agent.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dialer.agent.bus.Addresses;
import io.dialer.agent.bus.Bus;
import io.dialer.agent.bus.HistoryPage;
import io.dialer.agent.bus.HistoryQuery;
import io.dialer.agent.testing.Configurations;
import io.dialer.agent.testing.Results;
import io.dialer.agent.testing.Waiting;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventsApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient();
    private final Bus bus = new Bus(vertx);
    private final List<HistoryPage.Entry> kept = new CopyOnWriteArrayList<>();
    private final List<HistoryQuery> queries = new CopyOnWriteArrayList<>();
    private final int port;

    EventsApiTest() {
        bus.answer(Addresses.HISTORY_RESULTS, query -> {
            queries.add(query);
            return Future.succeededFuture(new HistoryPage(kept.stream()
                    .filter(entry -> entry.number() > query.after())
                    .limit(query.limit())
                    .toList()));
        });
        Router router = Router.router(vertx);
        new AgentApi(
                        vertx,
                        bus,
                        new Doorkeeper(new Access(Configurations.of("{}"))),
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
    void tellsEachResultAsItComes() {
        Stream stream = open("", Map.of());
        await().atMost(PATIENCE).until(() -> stream.text().startsWith("retry: 2000\n\n"));
        happens(41, "a");
        happens(0, "b");
        await().atMost(PATIENCE).until(() -> stream.events().size() == 2);
        assertThat(stream.events().getFirst()).startsWith("id: 41\nevent: result\ndata: {");
        assertThat(stream.events().getLast())
                .as("what could not be kept has no id")
                .startsWith("event: result\ndata: {");
        assertThat(stream.tasks()).containsExactly("a", "b");
        assertThat(queries).isEmpty();
    }

    @Test
    void tellsOnlyWhatIsWanted() {
        Stream stream = open("?task_id=b&outcome=success", Map.of());
        await().atMost(PATIENCE).until(() -> !stream.text().isEmpty());
        happens(1, "a");
        happens(2, "b");
        await().atMost(PATIENCE).until(() -> stream.tasks().equals(List.of("b")));
    }

    @Test
    void whoComesBackGetsWhatWasKeptMeanwhile() {
        for (int number = 1; number <= 450; number++) {
            kept.add(entry(number, "t" + number));
        }
        Stream stream = open("", Map.of("Last-Event-ID", "3"));
        await().atMost(PATIENCE).until(() -> stream.tasks().size() == 447);
        assertThat(stream.tasks()).startsWith("t4", "t5").endsWith("t450");
        assertThat(queries).extracting(HistoryQuery::after).containsExactly(3L, 203L, 403L);
        happens(451, "live");
        await().atMost(PATIENCE).until(() -> stream.tasks().getLast().equals("live"));
    }

    @Test
    void whoDoesNotReadGetsAllOfItLaterInOrder() {
        Stream stream = open("", Map.of());
        await().atMost(PATIENCE).until(() -> !stream.text().isEmpty());
        happens(1, "t1");
        await().atMost(PATIENCE).until(() -> stream.tasks().size() == 1);
        stream.response.pause();
        for (int number = 2; number <= 30_000; number++) {
            happens(number, "t" + number);
        }
        await().atMost(PATIENCE).until(() -> kept.size() == 30_000);
        stream.response.resume();
        await().atMost(Duration.ofSeconds(30)).until(() -> stream.tasks().size() == 30_000);
        assertThat(stream.tasks()).last().isEqualTo("t30000");
        assertThat(stream.tasks()).doesNotHaveDuplicates();
        assertThat(queries).as("not all of it waited in memory").isNotEmpty();
    }

    @Test
    void refusesAnIdThatIsNone() {
        HttpClientResponse response = open("", Map.of("Last-Event-ID", "x")).response;
        assertThat(response.statusCode()).isEqualTo(400);
    }

    private void happens(long number, String taskId) {
        HistoryPage.Entry entry = entry(number, taskId);
        if (number > 0) {
            kept.add(entry);
        }
        bus.publish(Addresses.HISTORY_KEPT, entry);
    }

    private static HistoryPage.Entry entry(long number, String taskId) {
        return new HistoryPage.Entry(number, Results.of(taskId, "r" + number));
    }

    private Stream open(String query, Map<String, String> headers) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setHost("127.0.0.1")
                .setPort(port)
                .setURI("/api/agent/events" + query);
        headers.forEach(options::putHeader);
        return Waiting.on(
                client.request(options).compose(request -> request.send().map(Stream::new)));
    }

    /** What a caller has read. */
    private static final class Stream {
        private final HttpClientResponse response;
        private final Queue<String> parts = new ConcurrentLinkedQueue<>();

        Stream(HttpClientResponse response) {
            this.response = response;
            response.handler(part -> parts.add(part.toString()));
        }

        String text() {
            return String.join("", parts);
        }

        List<String> events() {
            List<String> events = new ArrayList<>(List.of(text().split("\n\n")));
            events.removeIf(event -> !event.contains("data: "));
            return events;
        }

        List<String> tasks() {
            return events().stream()
                    .filter(event -> event.endsWith("}"))
                    .map(event -> new JsonObject(event.substring(event.indexOf("data: ") + 6)).getString("task_id"))
                    .toList();
        }
    }
}
