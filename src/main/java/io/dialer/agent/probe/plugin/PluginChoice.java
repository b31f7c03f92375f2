package io.dialer.agent.probe.plugin;

import io.dialer.agent.probe.plugin.PluginSettings.Precedence;

/**
 * What becomes of a plugin, and why. Pure.
 *
 * @param used whether tasks of its type are run by it
 * @param reason for the log
 */
record PluginChoice(boolean used, String reason) {
    /**
     * Decides.
     *
     * @param builtIn whether there is a built-in type of that name
     * @param shipped whether the first agent shipped this very file
     */
    static PluginChoice of(Precedence override, boolean builtIn, boolean shipped) {
        if (!builtIn) {
            return new PluginChoice(true, "there is no built-in type of this name");
        }
        return switch (override) {
            case NEVER -> new PluginChoice(false, "plugins.override is never: the built-in type is used");
            case ALWAYS -> new PluginChoice(true, "plugins.override is always: it replaces the built-in type");
            case CHANGED ->
                shipped
                        ? new PluginChoice(
                                false, "it is the file that the first agent shipped: the built-in type is used")
                        : new PluginChoice(true, "it was changed by its owner: it replaces the built-in type");
        };
    }
}
