package io.dialer.agent.backend;

import io.dialer.agent.bus.AgentStatus;
import io.dialer.agent.bus.ConfigStatus;
import io.dialer.agent.bus.Heartbeat;
import io.dialer.agent.bus.MemberStatus;
import io.dialer.agent.bus.OutboxStatus;
import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.BackendConfig.ResponseTimeUnit;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.ProbeResult;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Set;

/**
 * The one JSON form of what goes to a backend. Its pages and alarm rules read these names and units; a name that differs
 * silences an alarm. Pure.
 */
public final class Wire {
    /** The backend's alarm matcher multiplies every response time below this by 1000. */
    private static final double TAKEN_FOR_SECONDS_BELOW = 100;
    /** Their alarm rules know {@code failed}, but neither {@code timeout} nor, for some, {@code error}. */
    private static final Set<String> TIMEOUT_IS_FAILED = Set.of("tcp", "http", "api");

    private static final Set<String> ERROR_IS_FAILED = Set.of("http", "api");
    /** Types whose measurements one page reads in {@code details.details} and others flat in {@code details}. */
    private static final Set<String> NESTED = Set.of("http", "api");

    private static final DateTimeFormatter NAIVE_LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private Wire() {}

    /** The body of a registration. */
    public static JsonObject registration(AgentConfig config, String address, String hostname) {
        return new JsonObject()
                .put("agent_id", config.agentId())
                .put("agent_area", config.agentArea())
                .put("ip_address", address)
                .put("hostname", hostname);
    }

    /** The body of a heartbeat. */
    public static JsonObject heartbeat(AgentConfig config, Heartbeat heartbeat) {
        AgentStatus.Pool pool = heartbeat.status().pool();
        AgentStatus.Tasks tasks = heartbeat.status().tasks();
        AgentStatus.Lateness lateness = heartbeat.status().lateness();
        OutboxStatus outbox = heartbeat.outbox();
        ConfigStatus configuration = heartbeat.configuration();
        JsonObject body = new JsonObject()
                .put("agent_id", config.agentId())
                .put("timestamp", localTime(heartbeat.at(), config.backend().timezone()))
                .put("status", heartbeat.draining() ? "draining" : "running")
                .put("version", heartbeat.version())
                .put("uptime_s", heartbeat.uptimeSeconds())
                .put(
                        "thread_pool",
                        new JsonObject()
                                .put("max_workers", pool.maxWorkers())
                                .put("active_threads", pool.active())
                                .put("completed_tasks", pool.completed())
                                .put("pending_tasks", pool.queued()))
                .put(
                        "task_status",
                        new JsonObject()
                                .put("total_tasks", tasks.total())
                                .put("running_tasks", tasks.running())
                                .put("pending_tasks", tasks.total() - tasks.running())
                                .put("completed_tasks", tasks.succeededRuns())
                                .put("failed_tasks", tasks.failing()))
                .put(
                        "queue",
                        new JsonObject()
                                .put("limit", pool.queueLimit())
                                .put("rejected", pool.refused())
                                .put("skipped", pool.skipped())
                                .put("workers_needed", pool.workersNeeded()))
                .put(
                        "lateness_ms",
                        new JsonObject()
                                .put("p50", lateness.p50())
                                .put("p99", lateness.p99())
                                .put("max", lateness.max()))
                .put(
                        "outbox",
                        new JsonObject()
                                .put("depth", outbox.depth())
                                .put("oldest_age_s", outbox.oldestAgeSeconds())
                                .put("dropped", outbox.dropped())
                                .put("not_stored", outbox.notStored())
                                .put("dead", outbox.dead()))
                .put(
                        "config",
                        new JsonObject()
                                .put("reloads", configuration.reloads())
                                .put("refusals", configuration.refusals())
                                .put("refused", configuration.refusal() != null)
                                .put("restart_required", new JsonArray(configuration.restartRequired())));
        if (!heartbeat.members().isEmpty()) {
            JsonArray members = new JsonArray();
            heartbeat.members().forEach(member -> members.add(member(member)));
            body.put("members", members);
        }
        return body;
    }

    private static JsonObject member(MemberStatus member) {
        return new JsonObject()
                .put("node_id", member.nodeId())
                .put("hostname", member.hostname())
                .put("version", member.version())
                .put("standing", member.standing().name().toLowerCase(Locale.ROOT))
                .put("total_tasks", member.status().tasks().total())
                .put("active_threads", member.status().pool().active())
                .put("max_workers", member.status().pool().maxWorkers())
                .put("outbox_depth", member.outbox().depth());
    }

    /** The body of a result. */
    public static JsonObject result(AgentConfig config, ProbeResult result) {
        Measurement measurement = result.measurement();
        double seconds = result.durationSeconds();
        String status = status(result);
        JsonObject details = details(config, result, status);
        JsonObject body = new JsonObject()
                .put("task_id", result.taskId())
                .put("status", status)
                .put("response_time", responseTime(seconds, config.backend().responseTimeUnit()))
                .put("message", measurement.message())
                .put("details", details)
                .put(
                        "created_at",
                        localTime(result.startedAt(), config.backend().timezone()))
                .put("agent_id", config.agentId())
                .put("agent_area", config.agentArea())
                .put("tenant_id", result.tenantId())
                .put("result_id", result.resultId());
        // Two alarm rules read these here and nowhere else.
        if (result.taskType().equals("ping") && details.containsKey("packet_loss")) {
            body.put("packet_loss", details.getValue("packet_loss"));
        }
        if (details.containsKey("execution_time")) {
            body.put("execution_time", details.getValue("execution_time"));
        }
        return body;
    }

    private static JsonObject details(AgentConfig config, ProbeResult result, String status) {
        Measurement measurement = result.measurement();
        boolean nests = NESTED.contains(result.taskType());
        JsonObject measured = neutral(result).mergeIn(measurement.details());
        if (result.taskType().equals("api")) {
            measured = apiForm(config, measured);
        }
        // A page reads what was measured a second time, without what is added here.
        JsonObject details = nests ? new JsonObject(new LinkedHashMap<>(measured.getMap())) : measured;
        details.put("status", status)
                .put("outcome", measurement.outcome().wireName())
                .put("message", measurement.message())
                .put("attempts", result.attempts())
                .put("warnings", new JsonArray(result.warnings()));
        if (!details.containsKey("response_time")) {
            details.put("response_time", result.durationSeconds() * 1000);
        }
        Phase failedPhase = measurement.failedPhase();
        if (failedPhase != null) {
            details.put("failed_phase", failedPhase.wireName());
        }
        if (nests) {
            details.put("details", result.taskType().equals("api") ? nested(measured) : measured);
        }
        return details;
    }

    /** A plugin that has taken the place of the built-in type has a form of its own. */
    private static JsonObject apiForm(AgentConfig config, JsonObject measured) {
        try {
            return new ApiForm(
                            config.backend().responseTimeUnit(),
                            config.backend().timezone())
                    .of(measured);
        } catch (ClassCastException | DateTimeException | NullPointerException ofItsOwn) {
            return measured;
        }
    }

    private static JsonObject nested(JsonObject measured) {
        try {
            return ApiForm.nested(measured);
        } catch (ClassCastException | NullPointerException ofItsOwn) {
            return measured;
        }
    }

    /** What pages and alarm rules read of every result of a type, also of a run that measured nothing. */
    private static JsonObject neutral(ProbeResult result) {
        JsonObject fields = new JsonObject();
        return switch (result.taskType()) {
            case "ping" ->
                fields.put("target", result.target())
                        .put("packet_sent", 0)
                        .put("packet_received", 0)
                        .put("packet_loss", 100.0)
                        .put("execution_time", result.durationSeconds());
            case "tcp" ->
                fields.put("target", result.target())
                        .put("connected", false)
                        .put("return_code", 0)
                        .put("execution_time", result.durationSeconds());
            case "api" -> ApiForm.neutral(result);
            case "http" -> fields.put("status_code", 0).put("webstatus", "异常");
            default -> fields;
        };
    }

    /** A plugin that names its status itself is believed, whatever its words. */
    private static String status(ProbeResult result) {
        return result.measurement().details().getValue("status") instanceof String own && !own.isBlank()
                ? own
                : status(result.taskType(), result.measurement().outcome());
    }

    /** The status that the backend's rules for a type know. */
    static String status(String type, Outcome outcome) {
        boolean asFailed = (outcome == Outcome.TIMEOUT && TIMEOUT_IS_FAILED.contains(type))
                || (outcome == Outcome.ERROR && ERROR_IS_FAILED.contains(type));
        return asFailed ? Outcome.FAILED.wireName() : outcome.wireName();
    }

    /** A response time so that the backend reads it right. */
    static double responseTime(double seconds, ResponseTimeUnit unit) {
        return switch (unit) {
            case S -> seconds;
            case MS -> seconds * 1000;
            case AUTO -> seconds < TAKEN_FOR_SECONDS_BELOW ? seconds : seconds * 1000;
        };
    }

    /** Local wall-clock time without an offset, with microseconds. */
    public static String localTime(Instant moment, ZoneId zone) {
        return NAIVE_LOCAL.format(LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.MICROS), zone));
    }
}
