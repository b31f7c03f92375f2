package io.dialer.agent.console;

import java.util.Set;

/** What a caller must be allowed, by the call. Pure. */
enum Right {
    /** Nothing is needed. */
    OPEN,
    /** What an agent needs of its backend. */
    AGENT,
    /** To look at what is here. */
    READ,
    /** To change what is here. */
    MANAGE;

    private static final Set<String> OF_AGENTS = Set.of(
            "POST /nodes/register",
            "POST /nodes/heartbeat",
            "GET /tasks/agent",
            "GET /system-variables",
            "POST /results",
            "POST /results/batch");

    /**
     * What a call of the backend's API needs. A path that is not written exactly so needs more, not less.
     *
     * @param path below {@code /api/v1}, as it came
     */
    static Right of(String method, String path) {
        if (path.equals("/health")) {
            return OPEN;
        }
        if (OF_AGENTS.contains(method + " " + path)) {
            return AGENT;
        }
        return method.equals("GET") ? READ : MANAGE;
    }
}
