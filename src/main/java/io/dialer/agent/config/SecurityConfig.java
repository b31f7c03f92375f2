package io.dialer.agent.config;

import java.util.HashMap;
import java.util.Map;

/**
 * What the agent may do.
 *
 * @param targets which targets may be probed
 * @param tenants the same for the tasks of single tenants, by their ids
 */
public record SecurityConfig(TargetsConfig targets, Map<String, TargetsConfig> tenants) {
    public SecurityConfig {
        tenants = Map.copyOf(tenants);
    }

    /** What holds for a tenant's tasks. */
    public TargetsConfig targetsOf(String tenant) {
        return tenants.getOrDefault(tenant, targets);
    }

    static SecurityConfig from(ConfigReader section) {
        ConfigReader targets = section.section("targets");
        ConfigReader tenants = targets.section("tenants");
        TargetsConfig general = TargetsConfig.from(targets, TargetsConfig.DEFAULT);
        Map<String, TargetsConfig> ofTenants = new HashMap<>();
        for (String tenant : tenants.keys()) {
            ofTenants.put(tenant, TargetsConfig.from(tenants.section(tenant), general));
        }
        section.warnOfUnknown();
        return new SecurityConfig(general, ofTenants);
    }
}
