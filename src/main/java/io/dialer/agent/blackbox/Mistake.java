package io.dialer.agent.blackbox;

import org.yaml.snakeyaml.error.Mark;

/** Something in the file that is not allowed; whoever knows the file's name makes a {@link ModuleFileException} of it. */
final class Mistake extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    Mistake(Mark mark, String problem) {
        super(problem);
        this.line = mark.getLine() + 1;
        this.column = mark.getColumn() + 1;
    }

    ModuleFileException in(String file) {
        return new ModuleFileException(file, line, column, String.valueOf(getMessage()));
    }
}
