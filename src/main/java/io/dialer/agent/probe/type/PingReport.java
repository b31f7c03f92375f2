package io.dialer.agent.probe.type;

import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.net.Errno;
import io.dialer.agent.probe.net.icmp.IcmpUnavailable;
import io.dialer.agent.probe.net.icmp.SourceAddress;
import io.netty.util.NetUtil;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns one run of a ping into its result. Made when the run begins, because it also times it; used by one thread. */
final class PingReport {
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double STEPS_PER_MILLI = 1e3;

    private final PhaseClock clock;
    private final String host;
    private final PingOptions options;
    private final Messages messages;
    private final JsonArray warnings = new JsonArray();
    private @Nullable InetAddress target;

    PingReport(String host, PingOptions options, Messages messages, long startedNanos) {
        this.clock = new PhaseClock(Phase.RESOLVE, startedNanos);
        this.host = host;
        this.options = options;
        this.messages = messages;
    }

    /** The name's address is known: what follows is the exchange. */
    void resolved(InetAddress address) {
        clock.enter(Phase.FIRST_BYTE);
        target = address;
    }

    /** The figures are those of another program. */
    void measuredByTheSystem(IcmpUnavailable reason) {
        warnings.add(messages.text("ping.by_system", messages.text(reason.sentence())));
    }

    /** A run that did not come to send. */
    Measurement failure(Outcome outcome, @Nullable Phase phase, String message) {
        return measurement(outcome, phase, message, new PingStatistics(options.count()));
    }

    Measurement unavailable(IcmpUnavailable reason) {
        return failure(Outcome.ERROR, null, messages.text("ping.unavailable", messages.text(reason.sentence())));
    }

    /**
     * A run that sent.
     *
     * @param cutOff true when the deadline ended it
     */
    Measurement measured(PingStatistics statistics, boolean cutOff) {
        if (cutOff) {
            return measurement(Outcome.TIMEOUT, Phase.FIRST_BYTE, counted("ping.cut_off", statistics), statistics);
        }
        if (statistics.received() == 0) {
            return unanswered(statistics);
        }
        return statistics.loss() <= options.maxLoss()
                ? measurement(Outcome.SUCCESS, null, counted("ping.success", statistics), statistics)
                : measurement(Outcome.FAILED, Phase.CHECK, counted("ping.lossy", statistics), statistics);
    }

    private Measurement unanswered(PingStatistics statistics) {
        String errors =
                statistics.errors().keySet().stream().map(messages::text).collect(Collectors.joining("; "));
        if (Errno.isOurFault(statistics.lastErrno())) {
            return measurement(Outcome.ERROR, null, messages.text("ping.not_sent", host, errors), statistics);
        }
        return statistics.errors().isEmpty()
                ? measurement(Outcome.FAILED, Phase.FIRST_BYTE, counted("ping.silent", statistics), statistics)
                : measurement(
                        Outcome.FAILED, Phase.CONNECT, messages.text("ping.unreachable", host, errors), statistics);
    }

    private String counted(String key, PingStatistics statistics) {
        return messages.text(
                key,
                host,
                Integer.toString(statistics.sent()),
                Integer.toString(statistics.received()),
                decimals(statistics.loss(), 1),
                decimals(statistics.average(), 3),
                decimals(options.maxLoss(), 1));
    }

    private Measurement measurement(Outcome outcome, @Nullable Phase phase, String message, PingStatistics statistics) {
        JsonObject details = details(outcome, message, statistics);
        if (!warnings.isEmpty()) {
            details.put("warnings", warnings);
        }
        return new Measurement(outcome, phase, message, details).lasting(clock.stop());
    }

    /** Both vocabularies that the backend's pages read; without answers the times are 0, never absent. */
    private JsonObject details(Outcome outcome, String message, PingStatistics statistics) {
        double average = rounded(statistics.average());
        double fastest = rounded(statistics.fastest());
        double slowest = rounded(statistics.slowest());
        double deviation = rounded(statistics.deviation());
        JsonArray roundTrips = new JsonArray();
        Arrays.stream(statistics.roundTrips()).forEach(time -> roundTrips.add(rounded(time)));
        JsonObject errors = new JsonObject();
        statistics.errors().forEach((error, times) -> errors.put(error.toString(), times));
        InetAddress address = target;
        return new JsonObject()
                .put("status", outcome.wireName())
                .put("message", message)
                .put("target", host)
                .put("ip", address == null ? "" : NetUtil.toAddressString(address))
                .put("source_ip", source().map(NetUtil::toAddressString).orElse(""))
                .put("packet_sent", statistics.sent())
                .put("packets_sent", statistics.sent())
                .put("packet_received", statistics.received())
                .put("packets_received", statistics.received())
                .put("packet_loss", rounded(statistics.loss()))
                .put("packet_size", options.size())
                .put("rtt_min", fastest)
                .put("min_time", fastest)
                .put("rtt_avg", average)
                .put("avg_time", average)
                .put("response_time", average)
                .put("rtt_max", slowest)
                .put("max_time", slowest)
                .put("rtt_mdev", deviation)
                .put("stddev", deviation)
                .put("jitter", rounded(statistics.jitter()))
                .put("rtts", roundTrips)
                .put("ttl", statistics.hopLimit())
                .put("duplicates", statistics.duplicates())
                .put("reordered", statistics.reordered())
                .put("errors", errors)
                .put("dns_time", rounded(clock.stop().millis(Phase.RESOLVE)))
                .put("execution_time", clock.stop().totalNanos() / NANOS_PER_SECOND);
    }

    private Optional<InetAddress> source() {
        InetAddress given = options.source();
        if (given != null) {
            return Optional.of(given);
        }
        return target == null ? Optional.empty() : SourceAddress.towards(target);
    }

    private static double rounded(double value) {
        return Math.round(value * STEPS_PER_MILLI) / STEPS_PER_MILLI;
    }

    private static String decimals(double value, int digits) {
        String text = String.format(Locale.ROOT, "%." + digits + "f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
