package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a browser, over an agent with its own backend that measures real targets. */
class PageIT {
    @TempDir
    private Path folder;

    private WatchedAgent watched;

    @BeforeEach
    void startAgent() throws Exception {
        watched = WatchedAgent.start(folder);
    }

    @AfterEach
    void close() throws Exception {
        watched.close();
    }

    @Test
    void everyViewShowsWhatIsMeasured() throws Exception {
        try (Browser browser = Browser.open("en")) {
            browser.go(watched.url);
            browser.write("#token", "wrong");
            browser.press(Keys.ENTER);
            browser.awaitText("dialog[open]", "not valid");
            browser.write("#token", WatchedAgent.TOKEN);
            browser.press(Keys.ENTER);

            browser.awaitText(".live", "live");
            browser.awaitText("header", "page · test-area");
            browser.awaitText(".failing", "nobody listens");
            browser.awaitText(".phase-counts", "connect: 1");
            browser.awaitText("[data-tile=tasks]", "2 failing");
            browser.awaitText("[data-tile=backend]", "in this process");
            browser.untilIt(() -> browser.count(".charts .uplot") == 3);
            browser.screenshot("overview");

            browser.click("nav a[data-view=tasks]");
            browser.awaitText(".caption", "8 of 8 tasks");
            browser.write("input[type=search]", "nobody");
            browser.awaitText(".caption", "1 of 8 tasks");
            browser.awaitText(".list", "refused");
            browser.write("input[type=search]", " ");
            browser.choose(".filters select:nth-of-type(2)", "http");
            browser.awaitText(".caption", "2 of 8 tasks");
            browser.choose(".filters select:nth-of-type(2)", "");
            browser.choose(".filters select:nth-of-type(3)", "blue");
            browser.awaitText(".caption", "1 of 8 tasks");
            browser.choose(".filters select:nth-of-type(3)", "");
            browser.screenshot("tasks");

            browser.view("#/task/5");
            browser.awaitText("h1", "shop");
            browser.awaitText(".waterfall", "slow");
            browser.untilIt(() -> browser.count(".chart .uplot") == 1);
            browser.screenshot("task-api");
            browser.view("#/task/3");
            browser.awaitText(".chart", "jitter");
            browser.screenshot("task-ping");
            browser.view("#/task/" + WatchedAgent.DEAD_PORT_TASK);
            browser.awaitText(".results", "refused");
            browser.view("#/task/" + WatchedAgent.TLS_TASK);
            browser.awaitText(".certificates", "CN=Test authority");
            browser.awaitText(".certificates", "days left");
            browser.screenshot("task-tls");
            browser.view("#/task/" + WatchedAgent.ROUTE_TASK);
            browser.awaitText(".route", "127.0.0.1");
            browser.screenshot("task-traceroute");
            browser.view("#/task/1");
            browser.awaitText(".phase-legend", "first byte");
            browser.screenshot("task-http");

            browser.view("#/outbox");
            browser.awaitText("[data-panel=dead]", "No dead letters");
            browser.screenshot("outbox");
            browser.view("#/configuration");
            browser.awaitText(".values", "thread_pool.max_workers");
            assertThat(browser.text()).doesNotContain(WatchedAgent.TOKEN);
            browser.screenshot("configuration");
            assertThat(browser.complaints())
                    .as("but for the refusals of the first two calls, without a token and with a wrong one")
                    .allMatch(line -> line.contains("401"));
        }
    }

    @Test
    void resultsComeLiveAndAnAgentThatIsAwayIsSeen() throws Exception {
        try (Browser browser = watched.signedIn("en")) {
            browser.awaitText("[data-tile=tasks]", "2 failing");
            browser.run("window.sameDocument = true");
            browser.view("#/task/1");
            browser.awaitText(".result", "success");
            watched.targets.answerWith(500);
            browser.awaitText(".result", "failed");
            watched.targets.answerWith(200);
            browser.awaitText(".results", "failed");
            assertThat(browser.says("return window.sameDocument")).isTrue();
            browser.run("location.reload()");
            browser.awaitText("[data-action=delete]", "Delete");

            browser.click("[data-action=run]");
            browser.awaitText(".task", "It is stored nowhere.");

            assertThat(watched.stop()).isZero();
            browser.awaitText(".stale-note", "Connection lost");
            assertThat(browser.run("return document.body.classList.contains('is-stale')"))
                    .isEqualTo(true);
            browser.screenshot("stale");
            watched.startAgain();
            browser.awaitText(".live", "live");
            assertThat(browser.run("return document.body.classList.contains('is-stale')"))
                    .isEqualTo(false);
            browser.untilIt(() -> browser.says("return [...document.querySelectorAll('.result time')]"
                    + ".some(one => Date.parse(one.dateTime) > Date.now() - 4000)"));
        }
    }

    @Test
    void aTaskIsMadeTriedMeasuredChangedTurnedOffAndDeleted() throws Exception {
        try (Browser browser = watched.signedIn("en")) {
            browser.awaitText(".live", "live");
            browser.view("#/edit/new");
            browser.write("#task-name", "made here");
            browser.write("#task-target", watched.targets.http("/"));
            browser.write("#task-interval", "1");
            browser.write("#option-valid_status_codes", "404");
            browser.write("#task-json", "{no");
            browser.click("[data-action=try]");
            browser.awaitText(".notice", "no JSON object");
            browser.write("#task-json", "{\"max_redirects\": 3}");
            browser.click("[data-action=try]");
            browser.awaitText("[data-panel=tried]", "failed");
            browser.write("#option-valid_status_codes", "200");
            browser.click("[data-action=try]");
            browser.awaitText("[data-panel=tried]", "success");
            browser.screenshot("edit");
            browser.click("[data-action=save]");
            browser.awaitText("h1", "made here");
            browser.awaitText(".result", "success");
            JsonObject made = watched.api.get("/api/v1/tasks?size=100").list().stream()
                    .filter(task -> task.getString("name").equals("made here"))
                    .findFirst()
                    .orElseThrow();
            assertThat(made.getJsonObject("config"))
                    .isEqualTo(new JsonObject()
                            .put("max_redirects", 3)
                            .put("valid_status_codes", new JsonArray().add("200")));

            browser.click("a[href^='#/edit/']");
            browser.awaitText("h1", "Edit made here");
            browser.write("#task-name", "renamed");
            browser.click("[data-action=save]");
            browser.awaitText("h1", "renamed");
            browser.click("[data-action=disable]");
            browser.choose(".filters select:nth-of-type(1)", "off");
            browser.awaitText(".list", "renamed");
            browser.click(".list-row:not([hidden])");
            browser.awaitText("h1", "Edit renamed");
            browser.click("[data-action=delete]");
            browser.acceptQuestion();
            browser.awaitText(".caption", "No task matches");
            await().atMost(Browser.PATIENCE)
                    .until(() -> watched.api.get("/api/v1/tasks?size=100").list().stream()
                            .noneMatch(task -> task.getString("name").equals("renamed")));
            assertThat(browser.complaints())
                    .as("but for a task that had not come here yet when it was looked at")
                    .allMatch(line -> line.contains("404") && line.contains("/api/agent/tasks/"));
        }
    }

    @Test
    void speaksChineseToWhoPrefersItAndFitsAPhone() throws Exception {
        try (Browser browser = watched.signedIn("zh-CN")) {
            browser.awaitText("nav", "总览");
            browser.awaitText(".failing", "nobody listens");
            browser.width(390);
            browser.untilIt(() -> browser.says("return document.documentElement.scrollWidth <= innerWidth"));
            browser.screenshot("phone-overview-zh");
            browser.view("#/tasks");
            browser.awaitText(".list", "front page");
            browser.choose("select[aria-label=主题]", "dark");
            for (String view : new String[] {"#/tasks", "#/task/5", "#/outbox", "#/configuration", "#/edit/new"}) {
                browser.view(view);
                browser.untilIt(
                        () -> (Boolean)
                                browser.run(
                                        "return document.querySelector('main').innerText.length > 20 && document.documentElement.scrollWidth <= innerWidth"));
                browser.screenshot("phone-dark-zh" + view.replaceAll("[^a-z0-9]", "-"));
            }
            browser.choose("select[aria-label=语言]", "en");
            browser.awaitText("nav", "Overview");
            assertThat(browser.complaints()).isEmpty();
        }
    }

    @Test
    void isUsedByKeysAlone() throws Exception {
        try (Browser browser = Browser.open("en")) {
            browser.go(watched.url);
            browser.untilIt(() -> browser.count("dialog[open] #token") == 1);
            browser.press(WatchedAgent.TOKEN, Keys.ENTER);
            browser.awaitText(".live", "live");
            browser.press("?");
            browser.awaitText("dialog[open]", "a row");
            browser.press(Keys.ESCAPE);
            browser.press("2");
            browser.awaitText(".caption", "8 of 8");
            browser.press("/");
            browser.press("shop", Keys.ARROW_DOWN);
            browser.awaitText(".caption", "1 of 8");
            browser.press(Keys.ARROW_DOWN, Keys.ENTER);
            browser.awaitText("h1", "shop");
            // The heading is followed by what may be done.
            browser.tab();
            assertThat(browser.run("return document.activeElement.dataset.action"))
                    .isEqualTo("run");
            browser.press(Keys.ENTER);
            browser.awaitText(".task", "It is stored nowhere.");
            browser.press("n");
            browser.awaitText("h1", "New task");
            assertThat(browser.run("return document.activeElement.id")).isEqualTo("task-name");
        }
    }

    @Test
    void whoMayOnlyLookIsToldSo() throws Exception {
        try (Browser browser = Browser.open("en")) {
            browser.go(watched.url);
            browser.write("#token", WatchedAgent.READ_TOKEN);
            browser.press(Keys.ENTER);
            browser.awaitText(".live", "live");
            browser.view("#/tasks");
            browser.awaitText(".caption", "8 of 8 tasks");
            browser.view("#/task/1");
            browser.click("[data-action=run]");
            browser.awaitText(".notice", "look on only");
        }
    }
}
