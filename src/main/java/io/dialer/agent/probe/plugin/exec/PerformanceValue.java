package io.dialer.agent.probe.plugin.exec;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One value of a plugin's performance data, as the Monitoring Plugins' development guidelines have it: {@code
 * 'label'=value[UOM];[warn];[crit];[min];[max]}. Pure.
 *
 * @param label without quotes
 * @param fields the value with its unit, and what follows it, each as it is written; {@code U}: it is not known
 */
record PerformanceValue(String label, List<String> fields) {
    private static final Pattern VALUE = Pattern.compile(
            "(?<!\\S)(?:'([^']*+(?:''[^']*+)*+)'|([^\\s='][^\\s=]*+))=([^\\s;]*+)((?:;[^\\s;]*+){0,4}+)");
    private static final Pattern NUMBER = Pattern.compile("([-+]?[0-9]+(?:[.,][0-9]*)?(?:[eE][-+]?[0-9]+)?)(.*)");
    private static final String[] NAMES = {"warn", "crit", "min", "max"};

    PerformanceValue {
        fields = List.copyOf(fields);
    }

    /** All values of a text, in order; what is none is left out. */
    static List<PerformanceValue> of(String text) {
        List<PerformanceValue> values = new ArrayList<>();
        Matcher matcher = VALUE.matcher(text);
        while (matcher.find()) {
            String label = matcher.group(1) != null ? matcher.group(1).replace("''", "'") : matcher.group(2);
            List<String> fields = new ArrayList<>(List.of(matcher.group(3)));
            if (!matcher.group(4).isEmpty()) {
                fields.addAll(List.of(matcher.group(4).substring(1).split(";", -1)));
            }
            values.add(new PerformanceValue(label, fields));
        }
        return values;
    }

    /** Numbers as numbers; ranges of thresholds stay texts. */
    JsonObject toJson() {
        JsonObject json = new JsonObject().put("label", label);
        Matcher number = NUMBER.matcher(fields.getFirst());
        if (number.matches()) {
            json.put("value", number(number.group(1))).put("unit", number.group(2));
        } else {
            json.putNull("value").put("unit", "");
        }
        for (int index = 1; index < fields.size() && index <= NAMES.length; index++) {
            String field = fields.get(index);
            if (!field.isEmpty()) {
                Matcher bound = NUMBER.matcher(field);
                boolean plain = bound.matches() && !field.contains(":") && !field.startsWith("@");
                json.put(NAMES[index - 1], plain ? (Object) number(bound.group(1)) : field);
            }
        }
        return json;
    }

    static JsonArray toJson(List<PerformanceValue> values) {
        JsonArray array = new JsonArray();
        values.forEach(value -> array.add(value.toJson()));
        return array;
    }

    private static double number(String text) {
        return Double.parseDouble(text.replace(',', '.'));
    }
}
