package io.dialer.agent;

import java.util.List;
import java.util.Set;

/**
 * What the words after the jar's name ask for.
 *
 * @param command the command
 * @param words what belongs to it
 */
record Invocation(Command command, List<String> words) {
    /** The launchers' words for a verticle; ours is the only one they start. */
    static final Set<String> VERTICLE_NAMES =
            Set.of(AgentVerticle.class.getName(), "java:" + AgentVerticle.class.getName());

    /** How {@code start} marks the process that it starts, and how {@code list} and {@code stop} find it. */
    static final String BACKGROUND_MARK = "-Dvertx.id=";

    private static final Set<String> HELP = Set.of("-h", "-help", "--help");

    enum Command {
        AGENT,
        RUN,
        START,
        STOP,
        LIST,
        CHECK,
        PROBE,
        VERSION,
        HELP
    }

    /**
     * Sorts words; pure.
     *
     * @throws CommandLine.Misuse where the first word is no command
     */
    static Invocation of(List<String> arguments) {
        if (arguments.stream().anyMatch(HELP::contains)) {
            return new Invocation(Command.HELP, List.of());
        }
        String first = arguments.isEmpty() ? "" : arguments.getFirst();
        if (first.isEmpty() || first.startsWith("-") || VERTICLE_NAMES.contains(first)) {
            return switch (first) {
                case "-version", "--version" -> new Invocation(Command.VERSION, List.of());
                // The legacy launcher's "start" starts this jar without the word "run".
                default -> inBackground(arguments) ? run(arguments) : new Invocation(Command.AGENT, arguments);
            };
        }
        List<String> rest = arguments.subList(1, arguments.size());
        return switch (first) {
            case "run" -> run(rest);
            case "start" -> new Invocation(Command.START, rest);
            case "stop" -> new Invocation(Command.STOP, rest);
            case "list" -> new Invocation(Command.LIST, rest);
            case "check" -> new Invocation(Command.CHECK, rest);
            case "probe" -> new Invocation(Command.PROBE, rest);
            case "version" -> new Invocation(Command.VERSION, rest);
            default -> throw new CommandLine.Misuse("unknown command " + first);
        };
    }

    private static Invocation run(List<String> words) {
        List<String> meant = inBackground(words)
                ? words.stream().map(Invocation::withoutQuotes).toList()
                : words;
        return new Invocation(Command.RUN, meant);
    }

    private static boolean inBackground(List<String> words) {
        return words.stream().anyMatch(word -> word.startsWith(BACKGROUND_MARK));
    }

    /** {@code start} puts quotes round a word with a space or a quote in it, although no shell takes them off again. */
    private static String withoutQuotes(String word) {
        boolean inOne = word.startsWith("'") && word.endsWith("'");
        boolean inTwo = word.startsWith("\"") && word.endsWith("\"");
        boolean quoted = word.length() > 1 && (inOne || inTwo);
        return quoted ? word.substring(1, word.length() - 1) : word;
    }
}
