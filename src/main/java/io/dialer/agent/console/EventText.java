package io.dialer.agent.console;

import io.dialer.agent.bus.HistoryPage;
import java.util.EnumMap;
import java.util.Map;

/**
 * A result as a server-sent event (HTML Living Standard, section 9.2.6), written once in each form however many look on. Not
 * thread-safe.
 */
final class EventText {
    private final HistoryPage.Entry entry;
    private final Map<ResultForm, String> written = new EnumMap<>(ResultForm.class);

    EventText(HistoryPage.Entry entry) {
        this.entry = entry;
    }

    HistoryPage.Entry entry() {
        return entry;
    }

    String in(ResultForm form) {
        return written.computeIfAbsent(form, this::write);
    }

    private String write(ResultForm form) {
        // What the history has not kept has no place to go on from.
        String id = entry.number() > 0 ? "id: " + entry.number() + '\n' : "";
        return id + "event: result\ndata: " + form.of(entry.result()).encode() + "\n\n";
    }
}
