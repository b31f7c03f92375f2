package io.dialer.agent.probe.plugin;

/** A run that a plugin, or what runs it, has brought to no result. The message is for people. */
final class PluginFault extends Exception {
    private static final long serialVersionUID = 1L;

    PluginFault(String reason) {
        super(reason);
    }
}
