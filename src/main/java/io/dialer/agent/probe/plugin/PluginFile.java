package io.dialer.agent.probe.plugin;

import org.jspecify.annotations.Nullable;

/**
 * A file that a host has loaded, or has tried to.
 *
 * @param file its name in the folder
 * @param type the type it defines, or its name without {@code .py} where it cannot be loaded
 * @param error why it cannot be loaded; null where it can
 */
record PluginFile(String file, String type, @Nullable String error) {}
