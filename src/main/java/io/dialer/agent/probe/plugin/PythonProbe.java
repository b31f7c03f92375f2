package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.Measurement;
import io.dialer.agent.probe.Messages;
import io.dialer.agent.probe.Outcome;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A task whose type is a Python plugin. What the plugin returns is taken as the first agent took it. */
final class PythonProbe implements Probe {
    private final PythonTypes python;
    private final String file;
    private final ProbeTask task;
    private final Duration timeout;
    private final Messages messages;
    private long runs;
    private double lastStartedAt;

    PythonProbe(PythonTypes python, String file, ProbeTask task, Duration timeout, Messages messages) {
        this.python = python;
        this.file = file;
        this.task = task;
        this.timeout = timeout;
        this.messages = messages;
    }

    @Override
    public Duration timeout() {
        return timeout;
    }

    @Override
    public Measurement run(Deadline deadline) throws InterruptedException {
        JsonObject request = new JsonObject().put("file", file).put("task", argument());
        try {
            JsonObject answer = answer(request, deadline);
            String error = answer.getString("error");
            return error == null ? measurement(answer.getJsonObject("returned")) : failed(answer, error);
        } catch (TimeoutException late) {
            long millis = Math.round((deadline.atNanos() - deadline.startedNanos()) / 1e6);
            String seconds = Double.toString(millis / 1000.0);
            return new Measurement(
                    Outcome.TIMEOUT, null, messages.text("plugin.timeout", file, seconds), new JsonObject());
        } catch (PluginFault fault) {
            return Measurement.error(messages.text("plugin.fault", file, String.valueOf(fault.getMessage())));
        }
    }

    /** Where the files are loaded anew at this very moment, by whoever has taken over. */
    private JsonObject answer(JsonObject request, Deadline deadline)
            throws TimeoutException, PluginFault, InterruptedException {
        while (true) {
            HostPool pool = python.pool();
            try {
                return pool.run(request, deadline);
            } catch (HostPool.PoolClosed overtaken) {
                if (pool.equals(python.pool())) {
                    throw new PluginFault("has found the plugins at their end");
                }
            }
        }
    }

    /** The keys that the first agent gave, whatever it was that it knew. */
    private JsonObject argument() {
        double now = System.currentTimeMillis() / 1000.0;
        JsonObject argument = new JsonObject()
                .put("task_id", id(task.id()))
                .put("tenant_id", task.tenantId())
                .put("type", task.type())
                .put("target", task.target())
                .put("interval", interval())
                .put("config", task.options())
                .put("params", task.options())
                .put("next_execution_time", now + task.interval().toMillis() / 1000.0)
                .put("is_running", true)
                .put("last_execution_time", lastStartedAt == 0 ? null : lastStartedAt)
                .put("execution_count", runs);
        runs++;
        lastStartedAt = now;
        return argument;
    }

    /** The backend's ids are numbers, and plugins may count with them. */
    private static Object id(String id) {
        return id.matches("0|[1-9][0-9]{0,17}") ? (Object) Long.valueOf(id) : id;
    }

    private Number interval() {
        long millis = task.interval().toMillis();
        return millis % 1000 == 0 ? (Number) Long.valueOf(millis / 1000) : Double.valueOf(millis / 1000.0);
    }

    private Measurement measurement(JsonObject returned) {
        Object status = returned.getValue("status");
        Object message = returned.getValue("message");
        return new Measurement(
                outcome(status),
                null,
                message == null ? "" : message.toString(),
                returned,
                nanos(returned.getValue("execution_time")));
    }

    private Measurement failed(JsonObject answer, String error) {
        return new Measurement(
                Outcome.ERROR,
                null,
                messages.text("plugin.fault", file, error),
                new JsonObject(),
                nanos(answer.getValue("seconds")));
    }

    /** Words of their own are no success; the result carries them as they are. */
    private static Outcome outcome(Object status) {
        if (status == null) {
            return Outcome.SUCCESS;
        }
        for (Outcome outcome : Outcome.values()) {
            if (outcome.wireName().equals(status)) {
                return outcome;
            }
        }
        return Outcome.FAILED;
    }

    /** 0 where it is no time: the run's own is taken then. */
    private static long nanos(Object seconds) {
        return seconds instanceof Number number && number.doubleValue() > 0 && number.doubleValue() < 1e6
                ? Math.round(number.doubleValue() * 1e9)
                : 0;
    }
}
