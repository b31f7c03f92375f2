package io.dialer.agent.bus;

/** Whether a member of the cluster runs tasks. */
public enum Standing {
    /** Not yet: it does not know the tasks. */
    STARTING,
    /** It runs its share. */
    ACTIVE,
    /** Not any more: it hands its tasks over, or has done so. */
    LEAVING
}
