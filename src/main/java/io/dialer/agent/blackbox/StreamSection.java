package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code tcp} of a module as options of our type {@code tcp}. */
final class StreamSection {
    private StreamSection() {}

    static void read(Section section, JsonObject options, ModuleFiles files) {
        AddressPreference.read(section, options);
        AddressPreference.readSource(section, options);
        if (section.flag("tls", false)) {
            options.put("tls", true);
        }
        TlsSection.read(section, options, files);
        JsonArray steps = new JsonArray();
        for (Section step : section.sections("query_response")) {
            steps.add(step(step));
        }
        if (!steps.isEmpty()) {
            options.put("query_response", steps);
        }
        section.end();
    }

    private static JsonObject step(Section step) {
        JsonObject options = new JsonObject();
        String expect = step.text("expect", "");
        if (!expect.isEmpty()) {
            options.put("expect", HttpSection.pattern(step, "expect", expect));
        }
        if (step.has("send")) {
            String send = step.text("send", "");
            options.put("send", expect.isEmpty() ? send : GoPattern.toSend(send));
        }
        if (step.flag("starttls", false)) {
            options.put("starttls", true);
        }
        JsonObject labels = new JsonObject();
        for (Section label : step.sections("labels")) {
            labels.put(label.text("name", ""), GoPattern.toSend(label.text("value", "")));
            label.end();
        }
        if (!labels.isEmpty()) {
            options.put("labels", labels);
        }
        step.noEffect("expect_bytes");
        step.end();
        return options;
    }
}
