package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages that look on while many tasks run. The full form has 10,000 tasks with 1,000 results a second and five pages for five
 * minutes; the short one shows that such a list works at all, and judges no times.
 */
class PageLoadIT {
    private static final int TASKS = Scale.pick(1_000, 10_000);
    private static final int INTERVAL = 10;
    private static final int PAGES = Scale.pick(1, 5);
    private static final int SECONDS = Scale.pick(15, 300);
    private static final String LONG_TASKS = """
            window.longTasks = [];
            new PerformanceObserver(list => list.getEntries().forEach(entry => window.longTasks.push(entry.duration)))
                .observe({type: 'longtask'});""";

    @TempDir
    private Path folder;

    @Test
    void tenThousandRowsStaySmoothAndHoldNobodyUp() throws Exception {
        int port = Ports.free();
        // Who looks on sits elsewhere: their browsers must not take the agent's processor.
        Path lowPriority = Files.writeString(
                folder.resolve("chromedriver"), "#!/bin/sh\nexec nice -n 19 /usr/bin/chromedriver \"$@\"\n");
        Files.setPosixFilePermissions(lowPriority, PosixFilePermissions.fromString("rwxr-xr-x"));
        List<Browser> pages = new ArrayList<>();
        try (Targets targets = new Targets();
                Receiver receiver = Receiver.ofBatches().withTcpTasks(TASKS, targets.open())) {
            receiver.tasks.forEach(task -> task.put("interval", INTERVAL));
            JsonObject config = AgentProcess.config("busy", receiver.url())
                    .put("auth_required", false)
                    .put("thread_pool", new JsonObject().put("queue_size_limit", 10_000))
                    .put("history", new JsonObject().put("per_task", 50))
                    .put("console", new JsonObject().put("port", port));
            try (AgentProcess agent = AgentProcess.start(folder, config);
                    Api api = new Api(port, null)) {
                await().atMost(Browser.PATIENCE).until(() -> receiver.distinct() >= TASKS);
                for (int page = 0; page < PAGES; page++) {
                    Browser browser = Browser.open("en", lowPriority);
                    pages.add(browser);
                    browser.go("http://127.0.0.1:" + port + "/#/tasks");
                    browser.awaitText(".caption", "of %,d tasks".formatted(TASKS));
                }
                Browser first = pages.getFirst();
                assertThat(first.count(".list-row")).as("rows that exist").isLessThan(60);
                pages.forEach(page -> page.run(LONG_TASKS));
                double heapBefore = heapMegabytes(pages);
                long rssBefore = rssMegabytes(agent.pid());
                double end = StartTimes.now() + SECONDS;
                int step = 0;
                while (StartTimes.now() < end) {
                    first.run(
                            "document.querySelector('.list').scrollTop = arguments[0]",
                            (step++ * 4_000) % (TASKS * 40));
                    double next = StartTimes.now() + 1;
                    await().atMost(Browser.PATIENCE).until(() -> StartTimes.now() >= next);
                }
                JsonObject lateness = api.get("/api/agent/status").body().getJsonObject("lateness_ms");
                double longest = pages.stream()
                        .mapToDouble(page -> number(page, "return Math.max(0, ...window.longTasks)"))
                        .max()
                        .orElseThrow();
                long longTasks = pages.stream()
                        .mapToLong(page -> Math.round(number(page, "return window.longTasks.length")))
                        .sum();
                System.out.printf(
                        "PageLoadIT: %d tasks each %d s, %d pages for %d s: lateness %s; longest task of a page %.0f ms, %d over"
                                + " 50 ms; heap of a page %.0f to %.0f MB; RSS of the agent %d to %d MB%n",
                        TASKS,
                        INTERVAL,
                        PAGES,
                        SECONDS,
                        lateness,
                        longest,
                        longTasks,
                        heapBefore,
                        heapMegabytes(pages),
                        rssBefore,
                        rssMegabytes(agent.pid()));
                first.screenshot("load");
                assertThat(first.text(".live")).contains("live");
                if (Scale.full()) {
                    assertThat(longest).isLessThan(200);
                    assertThat(lateness.getDouble("p99")).isLessThan(20);
                    assertThat(heapMegabytes(pages)).isLessThan(heapBefore * 1.5 + 20);
                }
            }
        } finally {
            pages.forEach(Browser::close);
        }
    }

    /** The mean of all pages; no collection is asked for. */
    private static double heapMegabytes(List<Browser> pages) {
        return pages.stream()
                .mapToDouble(page -> number(page, "return performance.memory.usedJSHeapSize / 1048576"))
                .average()
                .orElseThrow();
    }

    private static double number(Browser page, String script) {
        return ((Number) Objects.requireNonNull(page.run(script))).doubleValue();
    }

    private static long rssMegabytes(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
