package io.dialer.agent.probe.api.answer;

import io.dialer.agent.probe.JsonValues;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that several assertions and extractions look into; its body is parsed once. For one thread. */
public final class AnswerReading {
    /** A parser may pass it over (RFC 8259, section 8.1). */
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final StepAnswer answer;
    private boolean parsed;
    private @Nullable Object document;

    public AnswerReading(StepAnswer answer) {
        this.answer = answer;
    }

    StepAnswer answer() {
        return answer;
    }

    /** The body as JSON: a map, a list or a plain value; null where it is no JSON, or JSON's null. */
    @Nullable
    Object document() {
        if (!parsed) {
            parsed = true;
            String body = answer.body();
            try {
                document =
                        JsonValues.plain(Json.decodeValue(body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body));
            } catch (DecodeException notJson) {
                document = null;
            }
        }
        return document;
    }

    /** True where paths can lead into the body. */
    boolean hasStructure() {
        return document() instanceof Map || document() instanceof List;
    }

    /** All values of a header, whatever its case. */
    List<String> headers(String name) {
        return answer.headers().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    /** The headers by name; several of one name are one list, as RFC 9110, section 5.2 joins them. */
    Map<String, String> headers() {
        Map<String, String> joined = new LinkedHashMap<>();
        answer.headers().forEach(header -> joined.merge(header.getKey(), header.getValue(), (a, b) -> a + ", " + b));
        return joined;
    }
}
