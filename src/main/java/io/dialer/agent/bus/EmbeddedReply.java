package io.dialer.agent.bus;

import org.jspecify.annotations.Nullable;

/**
 * The embedded backend's answer: the envelope and the HTTP status it goes with.
 *
 * @param status the HTTP status
 * @param code the envelope's code, 0 on success
 * @param content the envelope's {@code data}, as JSON; nobody changes it any more
 * @param message the envelope's message
 */
public record EmbeddedReply(int status, int code, @Nullable Object content, String message) {}
