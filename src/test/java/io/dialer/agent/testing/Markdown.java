package io.dialer.agent.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One of the project's pages: its blocks of code, its links and the headings that can be linked to.
 *
 * @param file relative to the project's folder
 * @param prose what is outside of blocks of code
 */
public record Markdown(Path file, List<String> prose, List<Block> blocks) {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*)");
    private static final Pattern NOT_IN_AN_ANCHOR = Pattern.compile("[^\\p{L}\\p{N} _-]");

    /**
     * A fenced block of code.
     *
     * @param line of its first line, from 1
     * @param language as the fence says; empty where it does not
     */
    public record Block(Path file, int line, String language, String text) {
        @Override
        public String toString() {
            return file + ":" + line;
        }
    }

    /** Every page of the project, but for the one that shows messages. */
    public static List<Markdown> all(Path project) throws IOException {
        List<Markdown> pages = new ArrayList<>();
        for (Path folder : List.of(project, project.resolve("docs"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(path -> path.toString().endsWith(".md") && !path.endsWith("messages.md"))
                        .sorted()
                        .toList()) {
                    pages.add(read(project, file));
                }
            }
        }
        return pages;
    }

    /** Reads one page. */
    public static Markdown read(Path project, Path file) throws IOException {
        Path name = project.relativize(file);
        List<String> prose = new ArrayList<>();
        List<Block> blocks = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        String fence = null;
        int begun = 0;
        for (int number = 0; number < lines.size(); number++) {
            String line = lines.get(number);
            if (!line.startsWith("```")) {
                if (fence == null) {
                    prose.add(line);
                }
            } else if (fence == null) {
                fence = line.substring(3).strip();
                begun = number + 1;
            } else {
                blocks.add(new Block(name, begun + 1, fence, String.join("\n", lines.subList(begun, number))));
                fence = null;
            }
        }
        return new Markdown(name, prose, blocks);
    }

    /** Targets of its links, images too, as they are written. */
    public List<String> links() {
        return prose.stream()
                .flatMap(line -> LINK.matcher(line).results())
                .map(found -> found.group(1))
                .toList();
    }

    /** What a link to one of its headings has after the hash, as GitHub makes it. */
    public Set<String> anchors() {
        Map<String, Integer> seen = new HashMap<>();
        Set<String> anchors = new HashSet<>();
        for (String line : prose) {
            Matcher heading = HEADING.matcher(line);
            if (heading.matches()) {
                String plain = NOT_IN_AN_ANCHOR
                        .matcher(heading.group(1).strip().toLowerCase(Locale.ROOT))
                        .replaceAll("")
                        .replace(' ', '-');
                int times = seen.merge(plain, 1, Integer::sum);
                anchors.add(times == 1 ? plain : plain + "-" + (times - 1));
            }
        }
        return anchors;
    }
}
