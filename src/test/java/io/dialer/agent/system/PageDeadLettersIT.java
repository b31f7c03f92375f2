package io.dialer.agent.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters in a browser: why they are some, sent once more, and removed. */
class PageDeadLettersIT {
    @TempDir
    private Path folder;

    @Test
    void areRetriedAndPurgedByThePage() throws Exception {
        int port = Ports.free();
        try (Targets targets = new Targets();
                Receiver receiver = Receiver.ofSingleResults().withTcpTasks(2, targets.open())) {
            receiver.poisonStatus = 400;
            receiver.poison = result -> "1".equals(String.valueOf(result.getValue("task_id")));
            JsonObject config = AgentProcess.config("dead", receiver.url())
                    .put("auth_required", false)
                    .put("console", new JsonObject().put("port", port));
            try (AgentProcess agent = AgentProcess.start(folder, config);
                    Browser browser = Browser.open("en")) {
                await().atMost(Browser.PATIENCE).until(() -> receiver.distinct() > 0);
                browser.go("http://127.0.0.1:" + port + "/#/outbox");
                browser.untilIt(() -> browser.count("[data-letter]") > 0);
                browser.screenshot("dead-letters");
                browser.awaitText("[data-panel=dead]", "400");
                String letter =
                        String.valueOf(browser.run("return document.querySelector('[data-letter]').dataset.letter"));

                receiver.poison = result -> false;
                browser.click("[data-letter='" + letter + "'] [data-action=retry]");
                await().atMost(Browser.PATIENCE).until(() -> receiver.has(letter));
                browser.untilIt(() -> browser.count("[data-letter='" + letter + "']") == 0);

                long left = browser.count("[data-letter]");
                if (left > 0) {
                    browser.click("[data-action=purge-all]");
                    browser.acceptQuestion();
                }
                browser.awaitText("[data-panel=dead]", "No dead letters");
                assertThat(browser.complaints()).isEmpty();
                assertThat(agent.output()).doesNotContain(" ERROR ");
            }
        }
    }
}
