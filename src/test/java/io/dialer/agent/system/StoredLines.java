package io.dialer.agent.system;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The ids of results that an agent's log says are stored; what was read once is not read again. */
final class StoredLines {
    private static final Pattern STORED = Pattern.compile("result stored.*result_id=\"?([0-9A-Z]{26})");

    private final Path folder;
    private final Map<Path, Long> readUpTo = new HashMap<>();
    private final Set<String> ids = new HashSet<>();

    StoredLines(Path folder) {
        this.folder = folder;
    }

    Set<String> resultIds() throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    readOn(file);
                }
            }
        }
        return ids;
    }

    private void readOn(Path path) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "r")) {
            long from = readUpTo.getOrDefault(path, 0L);
            byte[] news = new byte[(int) Math.max(0, file.length() - from)];
            file.seek(from);
            file.readFully(news);
            String text = new String(news, StandardCharsets.ISO_8859_1);
            int end = text.lastIndexOf('\n') + 1;
            readUpTo.put(path, from + end);
            Matcher matcher = STORED.matcher(text.substring(0, end));
            while (matcher.find()) {
                ids.add(matcher.group(1));
            }
        }
    }
}
