package io.dialer.agent.backend;

import io.dialer.agent.probe.ProbeTask;
import io.dialer.agent.probe.TaskReader;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task list that comes in pages. Servers may cap the page size, so pages are asked for until as many elements have come
 * as the total says; tasks are told apart by id, because a page may shift while it is read. Pure.
 */
final class TaskPages {
    private final Map<String, ProbeTask> byId = new LinkedHashMap<>();
    private int elements;
    private int unreadable;
    private int disabled;
    private long total = -1;
    private boolean changedMeanwhile;

    /**
     * Takes a page in; true where another one must be asked for.
     *
     * @throws IllegalArgumentException when it is not a page
     */
    boolean add(Envelope envelope) {
        if (!(envelope.content() instanceof JsonObject page)
                || !(page.getValue("list") instanceof JsonArray list)
                || !(page.getValue("total") instanceof Number pageTotal)) {
            throw new IllegalArgumentException("the task list has no list and total");
        }
        changedMeanwhile |= total >= 0 && total != pageTotal.longValue();
        total = pageTotal.longValue();
        elements += list.size();
        list.forEach(this::add);
        return elements < total && !list.isEmpty();
    }

    /** True where every element that the total counts has come, and the total stayed the same. */
    boolean isComplete() {
        return !changedMeanwhile && byId.size() + unreadable + disabled == total;
    }

    /**
     * True where as many elements came as the total counts, twice over: then the list really names tasks more than once,
     * and nothing is missing from it.
     */
    boolean agreesWith(TaskPages earlier) {
        return wasWhole()
                && earlier.wasWhole()
                && total == earlier.total
                && byId.keySet().equals(earlier.byId.keySet());
    }

    private boolean wasWhole() {
        return !changedMeanwhile && elements == total;
    }

    List<ProbeTask> tasks() {
        return new ArrayList<>(byId.values());
    }

    /** How many elements have no id. */
    int unreadable() {
        return unreadable;
    }

    private void add(Object element) {
        if (element instanceof JsonObject json && Boolean.FALSE.equals(json.getValue("enabled"))) {
            disabled++;
            return;
        }
        Optional<ProbeTask> task = TaskReader.read(element);
        if (task.isEmpty()) {
            unreadable++;
        } else {
            byId.putIfAbsent(task.get().id(), task.get());
        }
    }
}
