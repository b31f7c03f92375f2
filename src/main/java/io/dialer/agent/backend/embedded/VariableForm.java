package io.dialer.agent.backend.embedded;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** The shape of a system variable. Pure. */
final class VariableForm {
    private static final List<String> WRITABLE = List.of("name", "value", "is_secret", "tenant_id", "description");

    private VariableForm() {}

    /**
     * Brings a variable into full form.
     *
     * @throws Refusal for the first field that is missing or wrong; it never repeats the value
     */
    static JsonObject of(JsonObject written) {
        if (!(written.getValue("name") instanceof String name) || !name.matches("\\$?[^\\s$]+")) {
            throw Refusal.badRequest("name: a text without spaces is needed");
        }
        Object value = written.getValue("value");
        if (value == null || value instanceof JsonObject) {
            throw Refusal.badRequest("value: a text is needed");
        }
        if (!(written.getValue("is_secret", false) instanceof Boolean secret)) {
            throw Refusal.badRequest("is_secret: only true or false is allowed");
        }
        if (secret && value.equals(VariableStore.MASK)) {
            throw Refusal.badRequest("value: of a secret it cannot be " + VariableStore.MASK);
        }
        Object tenantId = written.getValue("tenant_id");
        if (tenantId != null && !(tenantId instanceof String) && !(tenantId instanceof Number)) {
            throw Refusal.badRequest("tenant_id: only a text, a number or null is allowed");
        }
        Object description = written.getValue("description");
        return new JsonObject()
                .put("name", name)
                .put("value", value.toString())
                .put("is_secret", secret)
                .put("tenant_id", tenantId)
                .put("description", description == null ? "" : description.toString());
    }

    /** A stored variable with some fields written anew; a mask in place of a secret leaves the secret as it is. */
    static JsonObject updated(JsonObject stored, JsonObject written) {
        JsonObject merged = new JsonObject();
        for (String field : WRITABLE) {
            merged.put(field, written.containsKey(field) ? written.getValue(field) : stored.getValue(field));
        }
        boolean valueStays = !written.containsKey("value") || VariableStore.MASK.equals(written.getValue("value"));
        if (stored.getBoolean("is_secret") && valueStays) {
            if (!Boolean.TRUE.equals(merged.getValue("is_secret"))) {
                throw Refusal.badRequest("value: a new one is needed where a secret becomes open");
            }
            merged.put("value", stored.getString("value"));
        }
        return of(merged);
    }
}
