package io.dialer.agent.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the modules of a file that may change: it is looked at twice a second, on a thread of its own, and what two looks find
 * alike is loaded. A file that cannot be used changes nothing and is named once. Safe for use by several threads.
 */
public final class ModuleWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ModuleWatch.class);
    private static final long PAUSE_MS = 500;
    private static final long LONGEST = 4 << 20;

    private final Thread thread =
            Thread.ofPlatform().daemon().name("blackbox-modules").unstarted(this::lookAgainAndAgain);
    private volatile Path file;
    private volatile Modules modules = Modules.NONE;
    private volatile boolean closed;
    private @Nullable Look last;
    private @Nullable Look settled;

    /**
     * What was seen of the file.
     *
     * @param text null: it cannot be read
     * @param others when the files that modules name were changed last; those that are not there are absent
     */
    private record Look(Path file, @Nullable String text, Map<Path, FileTime> others) {}

    /** A watch that has not begun. */
    public ModuleWatch(Path file) {
        this.file = file;
    }

    public void begin() {
        thread.start();
    }

    /** The last that could be used. */
    public Modules modules() {
        return modules;
    }

    /** From the next look on. */
    public void reconfigure(Path other) {
        file = other;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }

    private void lookAgainAndAgain() {
        try {
            while (!closed) {
                Look now = look(file, modules.files());
                boolean first = last == null;
                if ((first || now.equals(last)) && !now.equals(settled)) {
                    load(now);
                    // What is loaded now may name other files.
                    settled = look(file, modules.files());
                }
                last = now;
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private static Look look(Path file, Set<Path> files) {
        Map<Path, FileTime> others = new HashMap<>();
        for (Path other : files) {
            try {
                others.put(other, Files.getLastModifiedTime(other));
            } catch (IOException notThere) {
                // It may come.
            }
        }
        try {
            return new Look(file, Files.size(file) > LONGEST ? null : Files.readString(file), others);
        } catch (IOException unreadable) {
            return new Look(file, null, others);
        }
    }

    private void load(Look look) {
        if (look.text() == null) {
            if (modules.byName().isEmpty()) {
                LOG.atInfo().addKeyValue("file", look.file()).log("there are no modules of /probe");
            } else {
                LOG.atWarn()
                        .addKeyValue("file", look.file())
                        .addKeyValue("modules", modules.byName().size())
                        .log("the modules of /probe cannot be read; the last ones stay");
            }
            return;
        }
        try {
            modules = ModuleFile.read(look.file(), look.text());
            LOG.atInfo()
                    .addKeyValue("file", look.file())
                    .addKeyValue("modules", modules.byName().size())
                    .log("modules of /probe loaded");
            modules.warnings().forEach(warning -> LOG.warn("{}: {}", look.file(), warning));
        } catch (ModuleFileException | RuntimeException | StackOverflowError wrong) {
            // A mapping that is merged into itself, say: whatever it is, the next change must be seen.
            LOG.atError()
                    .addKeyValue("file", look.file())
                    .addKeyValue("reason", wrong instanceof ModuleFileException ? wrong.getMessage() : wrong)
                    .addKeyValue("modules", modules.byName().size())
                    .log("the modules of /probe are refused; the last ones stay");
        }
    }
}
