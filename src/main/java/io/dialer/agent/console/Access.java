package io.dialer.agent.console;

import io.dialer.agent.config.AgentConfig;
import io.dialer.agent.config.ConsoleConfig;
import io.dialer.agent.config.ScrapeConfig;
import io.dialer.agent.config.Secret;
import io.vertx.core.net.HostAndPort;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Agents bring {@code api_token} where {@code auth_required} is set, people the console's token where
 * one is set. Tokens are compared in constant time. Used on one event loop.
 */
final class Access {
    private static final String BEARER = "Bearer ";

    private AgentConfig agent;
    private ConsoleConfig console;
    private ScrapeConfig scrape;

    Access(AgentConfig agent) {
        this.agent = agent;
        this.console = agent.console();
        this.scrape = agent.scrape();
    }

    /** From the next call on. */
    void reconfigure(AgentConfig changed) {
        agent = changed;
        console = changed.console();
        scrape = changed.scrape();
    }

    /** True where the backend of others is in this process. */
    boolean servesBackend() {
        return agent.embedded();
    }

    /**
     * Whether a caller has a right.
     *
     * @param authorization the header of that name
     */
    boolean permits(Right right, @Nullable String authorization) {
        return switch (right) {
            case OPEN -> true;
            case AGENT ->
                !agent.authRequired()
                        || brings(agent.apiToken(), authorization)
                        || brings(console.token(), authorization);
            case READ ->
                console.token() == null
                        || brings(console.token(), authorization)
                        || brings(console.readToken(), authorization);
            case MANAGE -> console.token() == null || brings(console.token(), authorization);
            case SCRAPE ->
                scrape.token() == null
                        ? scrape.ownListener() || permits(Right.READ, authorization)
                        : brings(scrape.token(), authorization)
                                || brings(console.token(), authorization)
                                || brings(console.readToken(), authorization);
        };
    }

    /**
     * False where a page's host name was made to mean this host (DNS rebinding): a browser takes us for that page's own
     * server then. A token protects from it, and without one the console is on loopback only.
     *
     * @param right for what the call is; a listener for scrapes may have any name, as exporters have
     * @param authority the header {@code Host}, or what stands for it; null where a caller has none
     */
    boolean knownByName(Right right, @Nullable HostAndPort authority) {
        return console.token() != null
                || (right == Right.SCRAPE && (scrape.ownListener() || scrape.token() != null))
                || authority == null
                || authority.host().equalsIgnoreCase(console.host())
                || ConsoleConfig.isLoopback(authority.host());
    }

    /**
     * False for a page of another site that uses its visitor's browser to reach us.
     *
     * @param origin the header of that name; browsers send it, agents do not
     * @param host the header of that name
     */
    static boolean sameOrigin(@Nullable String origin, @Nullable String host) {
        return origin == null || origin.equals("http://" + host) || origin.equals("https://" + host);
    }

    private static boolean brings(@Nullable Secret token, @Nullable String authorization) {
        return token != null
                && authorization != null
                && MessageDigest.isEqual(bytes(BEARER + token.reveal()), bytes(authorization));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
