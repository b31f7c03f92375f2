package io.dialer.agent.console;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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
    MANAGE,
    /** To scrape metrics, and to have a target probed by a module that is configured here. */
    SCRAPE;

    private static final Set<String> OF_AGENTS = Set.of(
            "POST /nodes/register",
            "POST /nodes/heartbeat",
            "GET /tasks/agent",
            "GET /system-variables",
            "POST /results",
            "POST /results/batch");

    /**
     * What a call of the backend's API needs.
     *
     * @param encodedPath below {@code /api/v1}, with one slash before each segment and none behind the last; it is decoded
     *     as the backend decodes it, because a letter may be written in two ways
     * @throws IllegalArgumentException where it has a broken percent-encoding
     */
    static Right of(String method, String encodedPath) {
        String path = URLDecoder.decode(encodedPath.replace("+", "%2B"), StandardCharsets.UTF_8);
        if (path.equals("/health")) {
            return OPEN;
        }
        if (OF_AGENTS.contains(method + " " + path)) {
            return AGENT;
        }
        return method.equals("GET") ? READ : MANAGE;
    }
}
