package io.dialer.agent.probe;

/** A shared service that each tenant has as one of its own. */
public interface TenantService {
    /**
     * The one for a tenant's tasks.
     *
     * @param tenantId as the backend gives it, a number or a text
     * @return of the same class
     */
    TenantService forTenant(Object tenantId);
}
