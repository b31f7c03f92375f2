package io.dialer.agent.blackbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files that modules name, relative to the module file's folder. One that cannot be read may come later: until then it is
 * empty, with a warning, and the probe fails.
 */
final class ModuleFiles {
    private static final long LONGEST = 1 << 20;

    private final Path folder;
    private final Set<Path> read = new TreeSet<>();

    ModuleFiles(Path folder) {
        this.folder = folder;
    }

    /** Those that were looked at, whether or not they are there. */
    Set<Path> read() {
        return read;
    }

    String path(Section section, String key) {
        return resolved(section, key).toString();
    }

    /** A secret's text, without the white space around it. */
    String secret(Section section, String key) {
        return text(section, key).strip();
    }

    String text(Section section, String key) {
        Path file = resolved(section, key);
        read.add(file);
        try {
            if (Files.isRegularFile(file) && Files.size(file) <= LONGEST) {
                return Files.readString(file);
            }
        } catch (IOException unreadable) {
            // Said below.
        }
        section.warn(
                key,
                "%s is no text of up to %d bytes that can be read; it is looked for again".formatted(file, LONGEST));
        return "";
    }

    private Path resolved(Section section, String key) {
        try {
            return folder.resolve(section.text(key, ""));
        } catch (InvalidPathException impossible) {
            throw section.mistake(key, "is not allowed; allowed: the path of a file");
        }
    }
}
