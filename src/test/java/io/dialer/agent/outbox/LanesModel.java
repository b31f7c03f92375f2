package io.dialer.agent.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A store, a clock and a backend that are simple enough to be right, around the lanes. Each step checks what must hold:
 * one row of a task in flight per lane, in order within its lane, none before its time, none that is gone.
 */
final class LanesModel {
    private static final int LIMIT = 7;
    private static final int TASKS = 6;
    private static final long STAY = 1_000;

    private final Random random;
    private final FreshLane fresh = new FreshLane(STAY, 10);
    private final BacklogLane backlog = new BacklogLane(20);
    private final NavigableMap<Long, String> stored = new TreeMap<>();
    private final Map<Long, Boolean> inFlight = new TreeMap<>();
    private final Map<Long, Long> notBefore = new HashMap<>();
    private final Map<Long, Boolean> firm = new HashMap<>();
    private final Map<Long, OutboxRow> rows = new HashMap<>();
    private BacklogLane.@Nullable Reading reading;
    private List<OutboxRow> found = List.of();
    private long ceiling;
    private long lastId;
    private long now;
    int delivered;

    LanesModel(long seed, int foundAtStart, long now) {
        this.random = new Random(seed);
        this.now = now;
        for (int row = 0; row < foundAtStart; row++) {
            stored.put(++lastId, "task " + random.nextInt(TASKS));
        }
    }

    void step() {
        now += random.nextInt(40);
        switch (random.nextInt(12)) {
            case 0, 1 -> append();
            case 2, 3, 4 -> take(random.nextBoolean());
            case 5, 6, 7 -> answer(random.nextInt(5));
            case 8, 9 -> read();
            case 10 -> finishReading();
            default -> rarely();
        }
    }

    /** Everything that is stored is delivered once nothing fails any more. */
    void deliverAll() {
        for (int round = 0; round < 20_000 && !(stored.isEmpty() && inFlight.isEmpty()); round++) {
            now += 20;
            read();
            finishReading();
            take(true);
            take(false);
            answer(0);
        }
        assertThat(stored).as("rows that are stuck").isEmpty();
        assertThat(fresh.inFlight() + backlog.inFlight()).isZero();
    }

    private void append() {
        String task = "task " + random.nextInt(TASKS);
        stored.put(++lastId, task);
        fresh.add(new OutboxRow(lastId, task, 0, 10, null), now);
    }

    private void take(boolean fromFresh) {
        Set<Long> alone = random.nextInt(3) == 0 ? Set.of(lastId, lastId - 3) : Set.of();
        Parcel.Limit limit = random.nextBoolean()
                ? Parcel.Limit.ONE
                : new Parcel.Limit(1 + random.nextInt(8), 10L * (1 + random.nextInt(8)), alone);
        List<OutboxRow> taken = fromFresh ? fresh.take(limit, now) : backlog.take(limit);
        assertThat(taken).hasSizeLessThanOrEqualTo(limit.rows());
        assertThat(taken.size() <= 1
                        || taken.stream().noneMatch(row -> limit.alone().contains(row.id())))
                .as("loners are alone in %s", taken)
                .isTrue();
        List<Long> before = List.copyOf(inFlight.keySet());
        for (OutboxRow row : taken) {
            assertThat(before)
                    .noneMatch(id -> Boolean.valueOf(fromFresh).equals(inFlight.get(id))
                            && row.taskId().equals(rowOf(id).taskId()));
            check(row, fromFresh);
        }
    }

    private void check(OutboxRow row, boolean fromFresh) {
        assertThat(inFlight).doesNotContainKey(row.id());
        rows.put(row.id(), row);
        inFlight.put(row.id(), fromFresh);
        if (!stored.containsKey(row.id())) {
            return; // removed by a cap while it was in memory; its sender finds that out
        }
        assertThat(notBefore.getOrDefault(row.id(), now))
                .as("sent before its time")
                .isLessThanOrEqualTo(now);
        assertThat(row.taskId()).isEqualTo(stored.get(row.id()));
        if (!fromFresh) {
            stored.headMap(row.id())
                    .forEach((id, task) -> assertThat(task.equals(row.taskId()) && !inFlight.containsKey(id))
                            .as("row %d overtakes %d", row.id(), id)
                            .isFalse());
        }
    }

    private void answer(int kind) {
        if (inFlight.isEmpty()) {
            return;
        }
        List<Long> ids = new ArrayList<>(inFlight.keySet());
        long id = ids.get(random.nextInt(ids.size()));
        boolean fromFresh = Boolean.TRUE.equals(inFlight.remove(id));
        OutboxRow row = rowOf(id);
        long until = now + random.nextInt(2_000);
        switch (kind) {
            case 0, 1 -> {
                delivered += stored.remove(id) == null ? 0 : 1;
                finish(row, fromFresh);
            }
            case 2 -> {
                if (fromFresh) {
                    fresh.giveBack(row);
                } else {
                    backlog.giveBack(row);
                }
            }
            case 3 -> {
                hold(id, until, false);
                if (!fromFresh) {
                    backlog.hold(row, until);
                } else if (!fresh.hold(row, until)) {
                    backlog.hold(row, until);
                }
            }
            default -> {
                hold(id, until, true);
                if (fromFresh) {
                    fresh.finish(row);
                }
                backlog.holdFirmly(row, until);
            }
        }
    }

    private void hold(long id, long until, boolean firmly) {
        notBefore.put(id, until);
        firm.put(id, firmly);
    }

    private void finish(OutboxRow row, boolean fromFresh) {
        if (fromFresh) {
            fresh.finish(row);
        } else {
            backlog.finish(row);
        }
    }

    private void read() {
        if (reading != null) {
            return;
        }
        Long lowest = fresh.lowestId();
        ceiling = lowest == null ? lastId : lowest - 1;
        reading = backlog.wanted(ceiling, now).orElse(null);
        found = switch (reading) {
            case BacklogLane.Reading.Onward onward -> {
                assertThat(onward.afterId()).isLessThan(ceiling);
                yield select(onward.afterId() + 1, ceiling, null);
            }
            case BacklogLane.Reading.CatchUp behind -> select(behind.fromId(), behind.upToId(), behind.taskId());
            case null -> List.of();
        };
    }

    private void finishReading() {
        switch (reading) {
            case BacklogLane.Reading.Onward onward -> backlog.readOnward(found, LIMIT, ceiling);
            case BacklogLane.Reading.CatchUp behind when random.nextInt(5) == 0 -> backlog.readNothing();
            case BacklogLane.Reading.CatchUp behind -> backlog.readCatchUp(behind, found, LIMIT);
            case null -> {}
        }
        reading = null;
    }

    private void rarely() {
        switch (random.nextInt(6)) {
            case 0 -> {
                fresh.release();
                backlog.release(now);
                firm.forEach((id, firmly) -> notBefore.computeIfPresent(id, (held, until) -> firmly ? until : now));
            }
            case 1 -> {
                if (!stored.isEmpty()) {
                    long upTo = Math.min(lastId, stored.firstKey() + random.nextInt(5));
                    stored.headMap(upTo, true).clear();
                    fresh.forgetUpTo(upTo);
                    backlog.forgetUpTo(upTo);
                }
            }
            case 2 -> now += STAY;
            default -> append();
        }
    }

    private List<OutboxRow> select(long from, long to, @Nullable String task) {
        if (from > to) {
            return List.of();
        }
        return stored.subMap(from, true, to, true).entrySet().stream()
                .filter(entry -> task == null || entry.getValue().equals(task))
                .limit(LIMIT)
                .map(entry -> new OutboxRow(entry.getKey(), entry.getValue(), 0, 10, null))
                .toList();
    }

    private OutboxRow rowOf(long id) {
        OutboxRow row = rows.get(id);
        assertThat(row).isNotNull();
        return Objects.requireNonNull(row);
    }
}
