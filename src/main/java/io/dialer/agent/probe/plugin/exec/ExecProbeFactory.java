package io.dialer.agent.probe.plugin.exec;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Options;
import io.dialer.agent.probe.Probe;
import io.dialer.agent.probe.ProbeContext;
import io.dialer.agent.probe.ProbeFactory;
import io.dialer.agent.probe.ProbeTask;
import io.vertx.core.json.JsonArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads the options of {@code exec} tasks. */
public final class ExecProbeFactory implements ProbeFactory {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    /** By these, whoever makes a task could have any program run, and not only those that are allowed. */
    private static final Pattern FORBIDDEN = Pattern.compile(
            "(LD_|DYLD_|PERL|PYTHON|RUBY|NODE_|JAVA_|JDK_|LUA_|TCL|GCONV_|GLIBC_|BASH|GIT_|SSH_).*"
                    + "|ENV|PATH|IFS|PS4|SHELL|SHELLOPTS|CDPATH|PAGER|EDITOR|CLASSPATH|_JAVA_OPTIONS|MALLOC_.*|LOCPATH|NLSPATH|TMPDIR|HOME");

    @Override
    public String type() {
        return "exec";
    }

    @Override
    public Probe create(ProbeTask task, Options options, ProbeContext context) {
        Object written = options.written("args");
        if (written != null && !(written instanceof JsonArray)) {
            // A text would have to be divided, and only a shell knows how.
            throw new InvalidOption("args", written, "a list of texts, one for each argument");
        }
        List<String> arguments = options.texts("args", List.of());
        Map<String, String> environment = new LinkedHashMap<>();
        options.pairs("env").forEach(pair -> environment.put(pair.getKey(), pair.getValue()));
        environment.forEach((name, value) -> {
            if (!NAME.matcher(name).matches() || FORBIDDEN.matcher(name).matches() || value.indexOf('\0') >= 0) {
                throw InvalidOption.hidden(
                        "env",
                        "names of letters, digits and _ that change nothing of how programs are loaded or interpreted");
            }
        });
        return new ExecProbe(
                context.service(CommandFolders.class),
                task.target(),
                arguments,
                environment,
                options.seconds("timeout", 10, 0.001, 3600),
                context.messages());
    }
}
