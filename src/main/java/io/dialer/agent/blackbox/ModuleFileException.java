package io.dialer.agent.blackbox;

/** A file of modules that cannot be used, with the place of the mistake. */
public final class ModuleFileException extends Exception {
    private static final long serialVersionUID = 1L;

    ModuleFileException(String file, String problem) {
        super(file + ": " + problem);
    }

    ModuleFileException(String file, int line, int column, String problem) {
        this(file, "line %d, column %d: %s".formatted(line, column, problem));
    }
}
