package io.dialer.agent.blackbox;

import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One module of the file.
 *
 * @param name its name there
 * @param prober what probes, in blackbox_exporter's words
 * @param type our probe type for it; null: there is none
 * @param timeout of a probe at most; null: as long as the scrape may take
 * @param options of our type, without what a scrape brings
 * @param conditions that are judged by the result
 * @param warnings what the file asks for and is not done
 */
public record Module(
        String name,
        String prober,
        @Nullable String type,
        @Nullable Duration timeout,
        JsonObject options,
        AnswerConditions conditions,
        List<String> warnings) {
    private static final String HOST = "Host";
    private static final int DEFAULT_MAX = 120;
    /** What an answer needs to reach Prometheus in time. */
    private static final Duration RESERVE = Duration.ofMillis(500);

    public Module {
        options = options.copy();
        warnings = List.copyOf(warnings);
    }

    /**
     * The task that a scrape asks for.
     *
     * @param type not null: whoever asks has looked
     * @param hostname for the header {@code Host} and TLS, where the target is an address; null: the target's own
     * @param scrapeTimeout what Prometheus waits; null: it does not say
     */
    public ProbeTask task(String type, String target, @Nullable String hostname, @Nullable Duration scrapeTimeout) {
        JsonObject effective = options.copy();
        double seconds = timeout(scrapeTimeout).toMillis() / 1e3;
        effective.put("timeout", seconds);
        if (type.equals("ping")) {
            effective.put("wait_ms", Math.clamp(Math.round(seconds * 1e3), 1, 60_000));
        }
        if (hostname != null) {
            addHostname(type, effective, hostname);
        }
        String asked = target;
        if (type.equals("dns")) {
            asked = String.valueOf(effective.remove(DnsSection.QUERY_NAME));
            effective.put("server", target);
        }
        // Our own type would take its usual port.
        String problem = type.equals("tcp") && !target.matches(".*:[0-9]{1,5}")
                ? "target: \"%s\" is not allowed; allowed: host:port".formatted(target)
                : null;
        return new ProbeTask("", name, type, asked, ProbeTask.DEFAULT_INTERVAL, null, List.of(), effective, problem);
    }

    /** Whether the module has a header {@code Host} of its own that says something else. */
    public boolean contradicts(String hostname) {
        String own = hostOf(options.getJsonObject("headers", new JsonObject()));
        return own != null && !own.equals(hostname);
    }

    /** The header of that name, in any case; null where there is none. */
    static @Nullable String hostOf(JsonObject headers) {
        return headers.stream()
                .filter(header -> header.getKey().equalsIgnoreCase(HOST))
                .map(header -> String.valueOf(header.getValue()))
                .findFirst()
                .orElse(null);
    }

    private static void addHostname(String type, JsonObject effective, String hostname) {
        if (type.equals("http")) {
            JsonObject headers = effective.getJsonObject("headers", new JsonObject());
            if (hostOf(headers) == null) {
                effective.put("headers", headers.put(HOST, hostname));
            }
        }
        if (!type.equals("ping") && !effective.containsKey("server_name")) {
            effective.put("server_name", hostname);
        }
    }

    /** The smaller of the module's and the scrape's, of which a little is kept for the way back. */
    private Duration timeout(@Nullable Duration scrapeTimeout) {
        Duration scrape =
                scrapeTimeout == null || scrapeTimeout.isZero() ? Duration.ofSeconds(DEFAULT_MAX) : scrapeTimeout;
        Duration most = scrape.minus(RESERVE);
        if (timeout != null && !timeout.isZero() && (timeout.compareTo(most) < 0 || most.isNegative())) {
            return timeout;
        }
        return most.isNegative() || most.isZero() ? scrape : most;
    }
}
