package io.dialer.agent.bench;

import java.util.ArrayList;
import java.util.List;

/** The lines so far; each is printed when it comes. */
final class Table {
    private static final String HEAD = "| what | here | blackbox_exporter | goal |\n|---|---|---|---|";

    private final List<Row> rows = new ArrayList<>();

    void begin() {
        System.out.println(HEAD);
    }

    void add(Row row) {
        rows.add(row);
        System.out.println(row.markdown());
    }

    /** What is left out, and why. */
    void skip(String what, String reason) {
        add(new Row(what, "skipped: " + reason, "", ""));
    }

    String markdown() {
        return HEAD + "\n" + String.join("\n", rows.stream().map(Row::markdown).toList()) + "\n";
    }
}
