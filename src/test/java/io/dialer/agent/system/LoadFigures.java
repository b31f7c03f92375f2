package io.dialer.agent.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an agent has done so far, or between two looks.
 *
 * @param at seconds of the epoch, or seconds that passed
 * @param runs that began
 * @param late of these, more than 20 ms after they were due
 * @param latenessSeconds of all of them together
 * @param agentCpu seconds of the agent's processor time
 * @param browserCpu seconds of the processor time of all browsers
 * @param ownCpu seconds of this process, which plays the targets and the backend
 * @param rssMegabytes of the agent, now
 */
record LoadFigures(
        double at,
        double runs,
        double late,
        double latenessSeconds,
        double agentCpu,
        double browserCpu,
        double ownCpu,
        long rssMegabytes) {
    static LoadFigures of(Api api, long pid) throws Exception {
        String metrics = api.text("/metrics");
        double runs = figure(metrics, "dialer_lateness_seconds_count");
        return new LoadFigures(
                StartTimes.now(),
                runs,
                runs - figure(metrics, "dialer_lateness_seconds_bucket{le=\"0.02\"}"),
                figure(metrics, "dialer_lateness_seconds_sum"),
                cpuSeconds(ProcessHandle.of(pid).orElseThrow()),
                ProcessHandle.current()
                        .descendants()
                        .filter(process -> process.info().command().orElse("").contains("chrom"))
                        .mapToDouble(LoadFigures::cpuSeconds)
                        .sum(),
                cpuSeconds(ProcessHandle.current()),
                rss(pid));
    }

    LoadFigures since(LoadFigures before) {
        return new LoadFigures(
                at - before.at,
                runs - before.runs,
                late - before.late,
                latenessSeconds - before.latenessSeconds,
                agentCpu - before.agentCpu,
                browserCpu - before.browserCpu,
                ownCpu - before.ownCpu,
                rssMegabytes);
    }

    double shareLate() {
        return late / runs;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.0f runs in %.0f s, mean lateness %.2f ms, %.2f %% over 20 ms; processors: agent %.2f, browsers %.2f,"
                        + " backend and targets %.2f; RSS of the agent %d MB",
                runs,
                at,
                latenessSeconds / runs * 1000,
                shareLate() * 100,
                agentCpu / at,
                browserCpu / at,
                ownCpu / at,
                rssMegabytes);
    }

    private static double figure(String metrics, String name) {
        Matcher found =
                Pattern.compile("(?m)^" + Pattern.quote(name) + " (\\S+)$").matcher(metrics);
        if (!found.find()) {
            throw new AssertionError("no " + name + " in\n" + metrics);
        }
        return Double.parseDouble(found.group(1));
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    private static long rss(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                .findFirst()
                .orElseThrow();
    }
}
