package io.dialer.agent.probe;

import java.util.Map;

/**
 * What the probes of a process share. The contract does not know what probe types need, so shared services (the network,
 * a plugin host) are found by their class.
 *
 * @param messages the language of results
 * @param systemVariables what the backend's owner set; they may change from run to run
 * @param services the shared services by class
 */
public record ProbeContext(Messages messages, SystemVariables systemVariables, Map<Class<?>, Object> services) {
    public ProbeContext {
        services = Map.copyOf(services);
    }

    /** One without system variables so far. */
    public ProbeContext(Messages messages, Map<Class<?>, Object> services) {
        this(messages, new SystemVariables(), services);
    }

    /**
     * A shared service.
     *
     * @throws IllegalStateException when this process did not set it up: a fault of ours
     */
    public <T> T service(Class<T> type) {
        Object service = services.get(type);
        if (service == null) {
            throw new IllegalStateException("no service " + type.getName() + " in this probe context");
        }
        return type.cast(service);
    }
}
