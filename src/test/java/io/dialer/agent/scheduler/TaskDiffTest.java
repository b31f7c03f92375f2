package io.dialer.agent.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.dialer.agent.bus.SyncStats;
import io.dialer.agent.probe.ProbeTask;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TaskDiffTest {
    @Test
    void tellsAddedUpdatedRemovedAndUnchanged() {
        Map<String, ProbeTask> current = new LinkedHashMap<>();
        current.put("same", TestTasks.of("same", "quick"));
        current.put("other", TestTasks.of("other", "quick"));
        current.put("gone", TestTasks.of("gone", "quick"));
        ProbeTask changed = TestTasks.of("other", "slow");
        ProbeTask fresh = TestTasks.of("new", "quick");

        TaskDiff diff = TaskDiff.between(current, List.of(fresh, TestTasks.of("same", "quick"), changed));

        assertThat(diff).isEqualTo(new TaskDiff(List.of(fresh), List.of(changed), List.of("gone"), 1));
        assertThat(diff.stats()).isEqualTo(new SyncStats(1, 1, 1, 1));
    }

    @Test
    void countsTheFirstOfSeveralWithOneId() {
        ProbeTask first = TestTasks.of("1", "quick");
        TaskDiff diff = TaskDiff.between(Map.of(), List.of(first, TestTasks.of("1", "slow")));
        assertThat(diff.added()).containsExactly(first);
        assertThat(diff.stats()).isEqualTo(new SyncStats(1, 0, 0, 0));
    }

    @Test
    void removesEverythingForAnEmptyList() {
        TaskDiff diff = TaskDiff.between(Map.of("1", TestTasks.of("1", "quick")), List.of());
        assertThat(diff.stats()).isEqualTo(new SyncStats(0, 0, 1, 0));
    }
}
