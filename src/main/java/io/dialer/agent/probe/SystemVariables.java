package io.dialer.agent.probe;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The system variables as they were last heard of. Replaced as a whole, by the scheduler; read by runs on workers, each
 * of which takes one look. Safe for use by several threads.
 */
public final class SystemVariables {
    private volatile List<SystemVariable> all = List.of();

    public void replace(List<SystemVariable> now) {
        all = List.copyOf(now);
    }

    /**
     * What a tenant's tasks see: its own and those of no tenant; the former come last, so they win where both have a
     * name. Tenants are told apart by their text, because a backend may write the same one as a number elsewhere.
     */
    public List<SystemVariable> seenBy(@Nullable Object tenantId) {
        List<SystemVariable> now = all;
        Stream<SystemVariable> shared = now.stream().filter(variable -> variable.tenantId() == null);
        Stream<SystemVariable> own = now.stream()
                .filter(variable -> variable.tenantId() != null
                        && tenantId != null
                        && variable.tenantId().toString().equals(tenantId.toString()));
        return Stream.concat(shared, own).toList();
    }
}
