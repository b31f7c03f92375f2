package io.dialer.agent.probe;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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

    /** The same for a task of that tenant; null: of nobody in particular. */
    ProbeContext forTenant(@Nullable Object tenantId) {
        if (tenantId == null) {
            return this;
        }
        Map<Class<?>, Object> own = new HashMap<>(services);
        own.replaceAll(
                (type, service) -> service instanceof TenantService shared ? shared.forTenant(tenantId) : service);
        return new ProbeContext(messages, systemVariables, own);
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
