package io.dialer.agent.scheduler;

import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.probe.ProbeTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be done to get from the tasks that run to those that should. Pure.
 *
 * @param added in the order of the new list
 * @param updated the new definitions of tasks that changed
 * @param removed ids that are gone
 * @param unchanged how many stay as they are
 */
record TaskDiff(List<ProbeTask> added, List<ProbeTask> updated, List<String> removed, int unchanged) {
    /** Compares; of several with one id the first counts. */
    static TaskDiff between(Map<String, ProbeTask> current, List<ProbeTask> wanted) {
        Map<String, ProbeTask> wantedById = new LinkedHashMap<>();
        wanted.forEach(task -> wantedById.putIfAbsent(task.id(), task));
        List<ProbeTask> added = new ArrayList<>();
        List<ProbeTask> updated = new ArrayList<>();
        wantedById.forEach((id, task) -> {
            ProbeTask known = current.get(id);
            if (known == null) {
                added.add(task);
            } else if (!known.equals(task)) {
                updated.add(task);
            }
        });
        List<String> removed = current.keySet().stream()
                .filter(id -> !wantedById.containsKey(id))
                .toList();
        return new TaskDiff(added, updated, removed, wantedById.size() - added.size() - updated.size());
    }

    SyncStats stats() {
        return new SyncStats(added.size(), updated.size(), removed.size(), unchanged);
    }
}
