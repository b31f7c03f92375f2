package io.dialer.agent.config;

import java.nio.file.Path;
import java.util.List;

/**
 * Commands as probes.
 *
 * @param allowedDirectories the folders whose commands tasks may run; none: nothing may be run
 */
public record ExecConfig(List<Path> allowedDirectories) {
    public ExecConfig {
        allowedDirectories = List.copyOf(allowedDirectories);
    }

    static ExecConfig from(ConfigReader section) {
        return new ExecConfig(
                section.paths(
                        "allowed_dirs",
                        "Folders whose commands `exec` tasks may run, such as `/usr/lib/nagios/plugins`; without any, none may be run."));
    }
}
