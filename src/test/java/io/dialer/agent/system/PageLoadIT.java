package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Pages that look on while many tasks run. The full form has 10,000 tasks with 1,000 results a second, first without a page and
 * then with five for five minutes; the short one shows that such a list works at all, and judges no times.
 */
class PageLoadIT {
    private static final int TASKS = Scale.pick(1_000, 10_000);
    private static final int INTERVAL = 10;
    private static final int PAGES = Scale.pick(1, 5);
    private static final int SECONDS_WARM_UP = Scale.pick(0, 30);
    private static final int SECONDS_ALONE = Scale.pick(5, 60);
    private static final int SECONDS_WATCHED = Scale.pick(15, 300);
    private static final String WATCH_LONG_TASKS = """
            window.longTasks = [];
            new PerformanceObserver(list => list.getEntries().forEach(entry => window.longTasks.push(entry.duration)))
                .observe({type: 'longtask', buffered: true});""";

    @TempDir
    private Path folder;

    @Test
    void tenThousandRowsStaySmoothAndHoldNobodyUp() throws Exception {
        int port = Ports.free();
        List<Browser> pages = new ArrayList<>();
        try (Targets targets = new Targets();
                Receiver receiver = Receiver.ofBatches().withTcpTasks(TASKS, targets.open())) {
            receiver.tasks.forEach(task -> task.put("interval", INTERVAL));
            JsonObject config = AgentProcess.config("busy", receiver.url())
                    .put("auth_required", false)
                    // As they are by default, and not once a second as in the other tests.
                    .put("heartbeat_interval", 30)
                    .put("task_sync_interval", 30)
                    .put("thread_pool", new JsonObject().put("queue_size_limit", 10_000))
                    .put("history", new JsonObject().put("per_task", 50))
                    .put("console", new JsonObject().put("port", port));
            try (AgentProcess agent = AgentProcess.shipped(folder, config);
                    Api api = new Api(port, null)) {
                await().atMost(Browser.PATIENCE).until(() -> receiver.distinct() >= TASKS);
                pass(SECONDS_WARM_UP);
                System.out.printf("PageLoadIT: %d tasks each %d s%n", TASKS, INTERVAL);
                measured("no page", api, agent, SECONDS_ALONE, second -> {});

                open(pages, "http://127.0.0.1:" + port + "/#/tasks");
                Browser first = pages.getFirst();
                assertThat(first.count(".list-row")).as("rows that exist").isLessThan(60);
                double heapBefore = heapMegabytes(pages);
                double loading = longestTask(first);
                first.run("window.longTasks = []");
                LoadFigures watched = measured(
                        PAGES + " pages",
                        api,
                        agent,
                        SECONDS_WATCHED,
                        second -> first.run(
                                "document.querySelector('.list').scrollTop = arguments[0]",
                                second * 4_000 % (TASKS * 40)));
                double heapAfter = heapMegabytes(pages);
                double longest = longestTask(first);
                System.out.printf(
                        "PageLoadIT: longest task of the first page %.0f ms while it came, then %.0f ms, with %.0f over 50 ms;"
                                + " live heap of a page %.1f to %.1f MB%n",
                        loading, longest, number(first, "return window.longTasks.length"), heapBefore, heapAfter);
                first.screenshot("load");
                assertThat(first.text(".live")).contains("live");
                if (Scale.full()) {
                    assertThat(longest).isLessThan(200);
                    assertThat(watched.shareLate()).as("runs later than 20 ms").isLessThan(0.01);
                    assertThat(heapAfter).isLessThan(heapBefore * 1.5 + 5);
                }
            }
        } finally {
            pages.forEach(Browser::close);
        }
    }

    /**
     * The first has the usual priority, because its tasks are judged. The others get only what the agent leaves: who looks on sits
     * elsewhere, and takes none of the agent's processors.
     */
    private void open(List<Browser> pages, String url) throws IOException {
        Path leftovers = Files.writeString(
                folder.resolve("chromedriver"), "#!/bin/sh\nexec chrt --idle 0 /usr/bin/chromedriver \"$@\"\n");
        Files.setPosixFilePermissions(leftovers, PosixFilePermissions.fromString("rwxr-xr-x"));
        for (int page = 0; page < PAGES; page++) {
            Browser browser = page == 0 ? Browser.open("en") : Browser.open("en", leftovers);
            pages.add(browser);
            browser.go(url);
            browser.run(WATCH_LONG_TASKS);
            browser.awaitText(".caption", "of %,d tasks".formatted(TASKS));
        }
    }

    private interface EachSecond {
        void at(int second);
    }

    private static LoadFigures measured(String what, Api api, AgentProcess agent, int seconds, EachSecond work)
            throws Exception {
        try (MachineNoise noise = MachineNoise.listen()) {
            LoadFigures before = LoadFigures.of(api, agent.pid());
            for (int second = 0; second < seconds; second++) {
                work.at(second);
                pass(1);
            }
            LoadFigures figures = LoadFigures.of(api, agent.pid()).since(before);
            System.out.printf(
                    "PageLoadIT: %s: %s; of the times that a thread slept which does nothing else, %.2f %% ended over 20 ms late%n",
                    what, figures, noise.shareOver(20) * 100);
            return figures;
        }
    }

    private static void pass(int seconds) {
        double end = StartTimes.now() + seconds;
        await().atMost(Duration.ofSeconds(seconds).plus(Browser.PATIENCE)).until(() -> StartTimes.now() >= end);
    }

    /** The mean of all pages. */
    private static double heapMegabytes(List<Browser> pages) {
        return pages.stream().mapToDouble(Browser::liveHeapMegabytes).average().orElseThrow();
    }

    private static double longestTask(Browser page) {
        return number(page, "return Math.max(0, ...window.longTasks)");
    }

    private static double number(Browser page, String script) {
        return ((Number) Objects.requireNonNull(page.run(script))).doubleValue();
    }
}
