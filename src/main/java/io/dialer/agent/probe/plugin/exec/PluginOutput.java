package io.dialer.agent.probe.plugin.exec;

import java.util.List;

/**
 * What a command has printed, as the Monitoring Plugins' development guidelines divide it: {@code TEXT | perfdata} in the
 * first line, long text in the following ones, and after another {@code |} there more perfdata to the end. Pure.
 *
 * @param text the first line's
 * @param longText the following lines'
 * @param performance all values
 */
record PluginOutput(String text, String longText, List<PerformanceValue> performance) {
    static PluginOutput of(String printed) {
        String output = printed.strip();
        int firstEnd = output.indexOf('\n');
        String first = firstEnd < 0 ? output : output.substring(0, firstEnd);
        String rest = firstEnd < 0 ? "" : output.substring(firstEnd + 1);
        int bar = first.indexOf('|');
        int longBar = rest.indexOf('|');
        String performance =
                (bar < 0 ? "" : first.substring(bar + 1)) + " " + (longBar < 0 ? "" : rest.substring(longBar + 1));
        return new PluginOutput(
                (bar < 0 ? first : first.substring(0, bar)).strip(),
                (longBar < 0 ? rest : rest.substring(0, longBar)).strip(),
                PerformanceValue.of(performance));
    }
}
