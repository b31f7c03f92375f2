package io.dialer.agent;

import io.dialer.agent.probe.Quoted;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A posted {@code api} result as a person reads it on a terminal: a few lines for each step. Pure. */
final class TransactionText {
    private static final int LONGEST_VALUE = 80;
    private static final Map<String, String> SIGNS = Map.of("success", "ok", "skipped", "skip");

    private TransactionText() {}

    static String of(JsonObject result) {
        JsonObject details = result.getJsonObject("details");
        List<String> lines = new ArrayList<>();
        int number = 0;
        for (JsonObject step : objects(details.getJsonArray("steps"))) {
            lines.addAll(step(++number, step));
        }
        details.getJsonArray("warnings").forEach(warning -> lines.add("warning: " + warning));
        lines.add(String.format(
                Locale.ROOT,
                "%s in %.1f ms, %d of %d assertions held: %s",
                details.getString("outcome"),
                details.getDouble("response_time"),
                details.getInteger("passed_assertions"),
                details.getInteger("total_assertions"),
                result.getString("message")));
        return String.join(System.lineSeparator(), lines);
    }

    private static List<String> step(int number, JsonObject step) {
        JsonObject request = step.getJsonObject("request");
        JsonObject response = step.getJsonObject("response");
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%2d %-4s %s",
                number,
                SIGNS.getOrDefault(step.getString("outcome"), "FAIL"),
                step.getString("name")));
        if (!request.isEmpty()) {
            lines.add("        " + request.getString("method") + " " + request.getString("url"));
            lines.add("        " + answer(response) + times(step));
        }
        String finalUrl = step.getString("final_url", "");
        if (!step.getJsonArray("redirects", new JsonArray()).isEmpty()) {
            lines.add("        redirected to " + finalUrl);
        }
        for (JsonObject extraction : objects(step.getJsonArray("extractions"))) {
            lines.add("        "
                    + (extraction.getBoolean("success")
                            ? extraction.getString("variable_name") + " = " + shown(extraction.getValue("value"))
                            : extraction.getString("variable_name") + ": " + extraction.getString("message")));
        }
        for (JsonObject assertion : objects(step.getJsonArray("assertions"))) {
            lines.add("        " + (assertion.getBoolean("result") ? "ok   " + asked(assertion) : broken(assertion)));
        }
        if (!"success".equals(step.getString("outcome"))) {
            lines.add("        " + step.getString("message"));
        }
        return lines;
    }

    private static String answer(JsonObject response) {
        return response.isEmpty()
                ? "no answer"
                : response.getInteger("status_code") + " " + response.getString("content_type") + ", "
                        + response.getLong("size") + " bytes";
    }

    private static String times(JsonObject step) {
        Stream<String> signIn = step.containsKey("sign_in_time")
                ? Stream.of(time("sign_in", step.getDouble("sign_in_time")))
                : Stream.of();
        Stream<String> phases = step.getJsonObject("phases").stream()
                .map(phase -> time(phase.getKey(), ((Number) phase.getValue()).doubleValue()));
        return String.format(Locale.ROOT, " in %.1f ms (", step.getDouble("response_time_ms"))
                + Stream.concat(signIn, phases).collect(Collectors.joining(", "))
                + ")";
    }

    private static String time(String name, double millis) {
        return String.format(Locale.ROOT, "%s %.1f", name, millis);
    }

    private static String asked(JsonObject assertion) {
        String property = assertion.getString("property");
        Object expected = assertion.getValue("expected");
        return assertion.getString("source")
                + (property.isEmpty() ? "" : " " + property)
                + " "
                + assertion.getString("operator")
                + (expected == null ? "" : " " + shown(expected));
    }

    private static String broken(JsonObject assertion) {
        return "FAIL " + assertion.getString("message");
    }

    private static String shown(Object value) {
        String json = Json.encode(value);
        return json.length() <= LONGEST_VALUE ? json : Quoted.beginning(json, LONGEST_VALUE) + "…";
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
