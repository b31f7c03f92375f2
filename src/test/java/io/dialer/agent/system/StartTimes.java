package io.dialer.agent.system;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** When the runs of each task began, by the agents' clock, as the results say. */
final class StartTimes {
    /** The part of an interval by which a start may be before the median of its task. */
    private static final double EARLY = 0.25;

    private final Map<String, List<Double>> byTask = new HashMap<>();
    private final double interval;

    /** Of results that a backend has received. */
    StartTimes(Iterable<Receiver.Arrival> arrivals, double interval) {
        this(arrivals, interval, Receiver.Arrival::startedSeconds);
    }

    /** Where the agent's clock was set meanwhile. */
    StartTimes(Iterable<Receiver.Arrival> arrivals, double interval, ToDoubleFunction<Receiver.Arrival> started) {
        this.interval = interval;
        arrivals.forEach(arrival -> byTask.computeIfAbsent(arrival.taskId(), id -> new ArrayList<>())
                .add(started.applyAsDouble(arrival)));
        byTask.values().forEach(starts -> starts.sort(null));
    }

    /** The longest time between two starts of one task, both in a span of time. */
    double longestSilence(double from, double to) {
        return byTask.values().stream()
                .mapToDouble(starts -> {
                    double longest = 0;
                    for (int index = 1; index < starts.size(); index++) {
                        if (starts.get(index) > from && starts.get(index - 1) < to) {
                            longest = Math.max(longest, starts.get(index) - starts.get(index - 1));
                        }
                    }
                    return longest;
                })
                .max()
                .orElse(Double.NaN);
    }

    /** Runs that began less than half an interval after the run before. */
    long doubled(double from, double to) {
        return byTask.values().stream()
                .mapToLong(starts -> {
                    long doubled = 0;
                    for (int index = 1; index < starts.size(); index++) {
                        boolean within = starts.get(index) > from && starts.get(index) < to;
                        if (within && starts.get(index) - starts.get(index - 1) < interval / 2) {
                            doubled++;
                        }
                    }
                    return doubled;
                })
                .sum();
    }

    /**
     * Compares the starts with each task's grid, from its second run on: the first comes at once. A start counts for the
     * last grid point that it follows, by the median of where in the interval the task's starts are; a run that was late
     * on a machine that stood still is neither doubled nor missing.
     */
    Grid grid() {
        long doubled = 0;
        long missing = 0;
        for (List<Double> starts : byTask.values()) {
            if (starts.size() < 3) {
                continue;
            }
            List<Double> onGrid = starts.subList(1, starts.size());
            double anchor = onGrid.get(onGrid.size() / 2);
            double[] shifts = onGrid.stream()
                    .mapToDouble(start -> Math.IEEEremainder(start - anchor, interval))
                    .sorted()
                    .toArray();
            double phase = anchor + shifts[shifts.length / 2] - interval * EARLY;
            for (int run = 1; run < onGrid.size(); run++) {
                double points = Math.floor((onGrid.get(run) - phase) / interval)
                        - Math.floor((onGrid.get(run - 1) - phase) / interval);
                doubled += points < 1 ? 1 : 0;
                missing += Math.max(0, Math.round(points) - 1);
            }
        }
        return new Grid(doubled, missing);
    }

    /**
     * @param doubled runs whose grid point had one already
     * @param missing grid points without a run, between a task's second and last
     */
    record Grid(long doubled, long missing) {}

    long runs(double from, double to) {
        return byTask.values().stream()
                .flatMap(List::stream)
                .filter(start -> start > from && start < to)
                .count();
    }

    int tasks() {
        return byTask.size();
    }

    static double now() {
        return System.currentTimeMillis() / 1000.0;
    }
}
