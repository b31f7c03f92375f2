package io.dialer.agent.bus;

import io.vertx.core.json.JsonObject;

/**
 * The running configuration for people, with the defaults and without secrets.
 *
 * @param document in sections, as in the file
 */
public record ConfigShown(JsonObject document) {}
