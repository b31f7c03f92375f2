package io.dialer.agent.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks for a page as fast as it comes, sixteen at a time. */
final class Wrk {
    static final String PROGRAM = "wrk";
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in");
    private static final Pattern RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private Wrk() {}

    /**
     * @param requests that were answered
     * @param perSecond as wrk counts
     */
    record Load(long requests, double perSecond) {}

    /** Fails where an answer is none of success. */
    static Load run(String url, int seconds) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(Bench.program(PROGRAM), "-t1", "-c16", "-d" + seconds + "s", url))
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        if (output.contains("Non-2xx") || output.contains("Socket errors")) {
            throw new IllegalStateException(url + ":\n" + output);
        }
        return new Load(Long.parseLong(found(REQUESTS, output)), Double.parseDouble(found(RATE, output)));
    }

    private static String found(Pattern pattern, String output) {
        Matcher matcher = pattern.matcher(output);
        if (!matcher.find()) {
            throw new IllegalStateException("wrk says: " + output);
        }
        return matcher.group(1);
    }
}
