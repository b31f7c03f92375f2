package io.dialer.agent.backend;

import io.dialer.agent.bus.TaskList;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;

/** The tasks of the backend in this process, read as those of any other are. Pure. */
public final class EmbeddedTaskList {
    private EmbeddedTaskList() {}

    /** A complete list of the enabled ones. */
    public static TaskList of(Collection<JsonObject> tasks) {
        Pages<ProbeTask> page = Pages.ofTasks();
        page.add(new Envelope(
                0,
                new JsonObject()
                        .put("list", new JsonArray(new ArrayList<>(tasks)))
                        .put("total", tasks.size()),
                "",
                0));
        return new TaskList(page.elements(), page.unreadable(), true, Duration.ZERO);
    }
}
