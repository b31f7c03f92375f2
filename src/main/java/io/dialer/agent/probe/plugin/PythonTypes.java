package io.dialer.agent.probe.plugin;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the Python files of a folder define, and the processes that run it. Loaded by one thread, used by any.
 */
final class PythonTypes implements AutoCloseable {
    private final HostScript script;
    private volatile @Nullable HostPool pool;
    private volatile boolean closed;

    PythonTypes(TemporaryFiles temporary) {
        this.script = new HostScript(temporary);
    }

    /** The processes of the last load. */
    HostPool pool() throws PluginFault {
        HostPool current = pool;
        if (current == null) {
            throw new PluginFault("has found no plugin process running; the log says why");
        }
        return current;
    }

    /**
     * Loads the files with new processes; the old ones end when their runs have. Blocks for as long as the imports take.
     *
     * @param any false: there are no files, and no process is needed
     * @return what each file defines
     * @throws IOException where Python cannot be run; everything is as before then
     */
    List<PluginFile> load(PluginSettings settings, boolean any) throws IOException, InterruptedException {
        if (!any) {
            use(null);
            return List.of();
        }
        HostLauncher.Loaded found = HostLauncher.load(settings, script);
        use(new HostPool(found.launcher(), found.first(), settings.processes(), settings.threads()));
        return found.files();
    }

    private void use(@Nullable HostPool next) {
        HostPool old = pool;
        pool = next;
        if (closed && next != null) {
            next.close();
        }
        if (old != null) {
            old.closeWhenIdle();
        }
    }

    @Override
    public void close() {
        closed = true;
        HostPool current = pool;
        if (current != null) {
            current.close();
        }
    }
}
