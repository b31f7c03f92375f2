package io.dialer.agent.probe;

import io.vertx.core.json.JsonObject;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The probe types of this process, and the way from a task to its probe. Safe for use by several threads. */
public final class ProbeFactories {
    private static final Logger LOG = LoggerFactory.getLogger(ProbeFactories.class);

    private final Map<String, ProbeFactory> byType = new TreeMap<>();
    private final ProbeContext context;
    private final Function<String, JsonObject> defaults;

    /**
     * Finds the types by the service file.
     *
     * @param defaults the configured options of a type
     */
    public ProbeFactories(ProbeContext context, Function<String, JsonObject> defaults) {
        this(context, defaults, ServiceLoader.load(ProbeFactory.class));
    }

    /**
     * Serves the given types only.
     *
     * @param defaults the configured options of a type
     */
    public ProbeFactories(
            ProbeContext context, Function<String, JsonObject> defaults, Iterable<ProbeFactory> factories) {
        this.context = context;
        this.defaults = defaults;
        factories.forEach(factory -> byType.put(factory.type(), factory));
    }

    /**
     * The built-in types with another language, other defaults and types of other people, which take the place of
     * built-in ones; what they share, and the variables, stay.
     */
    public ProbeFactories with(
            Messages messages, Function<String, JsonObject> otherDefaults, Collection<ProbeFactory> ofOthers) {
        ProbeContext other = new ProbeContext(messages, context.systemVariables(), context.services());
        ProbeFactories all = new ProbeFactories(other, otherDefaults, byType.values());
        ofOthers.forEach(factory -> all.byType.put(factory.type(), factory));
        return all;
    }

    /** What the probes see of the backend's variables. */
    public SystemVariables systemVariables() {
        return context.systemVariables();
    }

    /** The names of all types, sorted. */
    public List<String> types() {
        return List.copyOf(byType.keySet());
    }

    /**
     * Makes a task's probe. A task that cannot be run gets one that ends as {@code error} each time and says why, so it
     * stays visible and the others go on.
     */
    public PreparedProbe prepare(ProbeTask task) {
        return prepare(task, defaults.apply(task.type()));
    }

    /** The same with the task's own options alone. */
    public PreparedProbe prepareWithoutDefaults(ProbeTask task) {
        return prepare(task, new JsonObject());
    }

    private PreparedProbe prepare(ProbeTask task, JsonObject under) {
        if (task.problem() != null) {
            return PreparedProbe.refused(task.problem());
        }
        ProbeFactory factory = byType.get(task.type());
        if (factory == null) {
            return PreparedProbe.refused("type: %s is not known; known: %s"
                    .formatted(Quoted.of(task.type()), String.join(", ", byType.keySet())));
        }
        try {
            Options options = new Options(task.options(), under);
            RetryPolicy retries = factory.ownsOptions() ? RetryPolicy.NONE : RetryPolicy.from(options);
            Probe probe = factory.create(task, options, context.forTenant(task.tenantId()));
            List<String> warnings = factory.ownsOptions()
                    ? List.of()
                    : options.unknown().stream()
                            .map(name -> "unknown option: " + name)
                            .toList();
            return new PreparedProbe(probe, retries, warnings);
        } catch (InvalidOption invalid) {
            return PreparedProbe.refused(invalid.reason());
        } catch (RuntimeException | LinkageError fault) {
            LOG.atError()
                    .addKeyValue("task_id", task.id())
                    .addKeyValue("type", task.type())
                    .setCause(fault)
                    .log("a probe cannot be made");
            return PreparedProbe.refused("internal fault: " + fault);
        }
    }
}
