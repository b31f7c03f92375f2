package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** {@code dns} of a module as options of our type {@code dns}. There, the target of a scrape is the server. */
final class DnsSection {
    /** Where the name that is asked for stands among the options, until a scrape brings the server. */
    static final String QUERY_NAME = "query_name";

    private DnsSection() {}

    /**
     * Reads it.
     *
     * @param used whether the module's prober is this one, which then needs a name
     */
    static void read(Section section, boolean used, JsonObject options, ModuleFiles files) {
        AddressPreference.read(section, options);
        AddressPreference.readSource(section, options);
        String transport = section.oneOf("transport_protocol", "udp", "udp", "tcp");
        JsonObject tls = new JsonObject();
        TlsSection.read(section, tls, files);
        if (section.flag("dns_over_tls", false)) {
            options.mergeIn(tls);
            // Upstream loads this, too, and then fails each probe.
            options.put("transport", transport.equals("tcp") ? "tls" : "udp with dns_over_tls");
        } else {
            options.put("transport", transport);
        }
        options.put("recursion", section.flag("recursion_desired", true));
        options.put("type", section.text("query_type", "ANY"));
        options.put("class", section.text("query_class", "IN"));
        List<String> codes = section.texts("valid_rcodes");
        if (!codes.isEmpty()) {
            options.put("valid_rcodes", new JsonArray(codes));
        }
        String name = section.text(QUERY_NAME, "");
        if (name.isEmpty() && used) {
            throw section.mistake(QUERY_NAME, "must be set");
        }
        options.put(QUERY_NAME, name);
        for (String part : List.of("answer", "authority", "additional")) {
            readRules(section.sectionOrEmpty("validate_" + part + "_rrs"), part, options);
        }
        section.end();
    }

    private static void readRules(Section rules, String part, JsonObject options) {
        put(rules, "fail_if_matches_regexp", part + "_not_matches", options);
        // Upstream fails where not all match, whatever the name says.
        put(rules, "fail_if_all_match_regexp", part + "_all_match", options);
        put(rules, "fail_if_not_matches_regexp", part + "_each_matches", options);
        List<String> one = patterns(rules, "fail_if_none_matches_regexp");
        if (!one.isEmpty()) {
            // There, one record that matches one of the expressions is enough.
            options.put(part + "_matches", "(?:" + String.join(")|(?:", one) + ")");
        }
        rules.end();
    }

    private static void put(Section rules, String key, String option, JsonObject options) {
        List<String> patterns = patterns(rules, key);
        if (!patterns.isEmpty()) {
            options.put(option, new JsonArray(patterns));
        }
    }

    private static List<String> patterns(Section rules, String key) {
        return rules.texts(key).stream()
                .map(expression -> HttpSection.pattern(rules, key, expression))
                .toList();
    }
}
