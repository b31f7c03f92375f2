package io.dialer.agent.bench;

/**
 * What an agent did between two looks.
 *
 * @param delivered results that the backend took
 * @param cpuMillis of the agent, for each of them
 * @param lateness99 the 99th percentile, in seconds, as {@code histogram_quantile} reads it from {@code /metrics}
 * @param skipped runs whose predecessor still executed
 * @param refused runs that found the queue full
 * @param failing the part of the tasks whose last run was no success
 */
record Span(
        double seconds,
        double delivered,
        double cpuMillis,
        double lateness99,
        double skipped,
        double refused,
        double failing) {
    /** What a machine that does other things as well may make of good targets. */
    private static final double MOST_FAILING = 0.01;

    /** Lets a warm-up pass, then what counts. */
    static Span measure(TaskBackend backend, BenchAgent agent, int warmUpSeconds, int seconds) throws Exception {
        Moment.until("the first results", 120, () -> agent.process().requireAlive() && backend.results() > 0);
        Moment.pass(warmUpSeconds);
        String before = agent.metrics();
        double cpu = agent.process().cpuMillis();
        long results = backend.results();
        long begun = System.nanoTime();
        Moment.pass(seconds);
        double spent = agent.process().cpuMillis() - cpu;
        double delivered = backend.results() - results;
        double passed = (System.nanoTime() - begun) / 1e9;
        String after = agent.metrics();
        return new Span(
                passed,
                delivered,
                spent / delivered,
                Figures.histogramQuantile(before, after, "dialer_lateness_seconds", 0.99),
                since(before, after, "dialer_runs_skipped_total"),
                since(before, after, "dialer_runs_refused_total"),
                Figures.metric(after, "dialer_tasks_failing") / Figures.metric(after, "dialer_tasks"));
    }

    /** Fails where targets that are well were not found so: a figure of failures would tell nothing. */
    Span ofSuccesses() {
        if (failing > MOST_FAILING) {
            throw new IllegalStateException(Figures.text("%.1f %% of the tasks fail", failing * 100));
        }
        return this;
    }

    double perSecond() {
        return delivered / seconds;
    }

    private static double since(String before, String after, String metric) {
        return Figures.metric(after, metric) - Figures.metric(before, metric);
    }
}
