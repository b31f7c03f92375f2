package io.dialer.agent.bench;

import java.util.Set;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The parts through which every run goes, each alone, by JMH. */
final class MicroSection implements Section {
    @Override
    public String name() {
        return "micro";
    }

    @Override
    public Set<BenchScale> scales() {
        return Set.of(BenchScale.FULL);
    }

    @Override
    public void measure(Bench bench, Table table) throws Exception {
        Runner runner = new Runner(new OptionsBuilder()
                .include("io\\.dialer\\.agent\\..*Benchmark\\..*")
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend("--enable-native-access=ALL-UNNAMED")
                .build());
        for (RunResult result : runner.run()) {
            Result<?> primary = result.getPrimaryResult();
            String method = result.getParams().getBenchmark().replaceAll(".*\\.(\\w+)Benchmark\\.", "$1.");
            table.add(new Row(
                    "`" + method + "`" + parameters(result.getParams()),
                    Figures.text("%.3f ± %.3f %s", primary.getScore(), primary.getScoreError(), primary.getScoreUnit()),
                    "",
                    ""));
        }
    }

    private static String parameters(BenchmarkParams chosen) {
        return chosen.getParamsKeys().stream()
                .map(key -> ", " + key + " " + chosen.getParam(key))
                .collect(Collectors.joining());
    }
}
