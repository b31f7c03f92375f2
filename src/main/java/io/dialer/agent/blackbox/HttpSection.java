package io.dialer.agent.blackbox;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** {@code http} of a module as options of our type {@code http}. */
final class HttpSection {
    private static final int WITHOUT_LIMIT = 1 << 30;
    private static final Pattern HOST_AND_PORT = Pattern.compile("^(.*?):[0-9]+$");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?i?B?|B)", Pattern.CASE_INSENSITIVE);

    private HttpSection() {}

    static AnswerConditions read(Section section, JsonObject options, ModuleFiles files) {
        JsonObject headers = new JsonObject();
        AddressPreference.read(section, options);
        readRequest(section, options, headers, files);
        AuthSection.read(section, options, headers, files);
        TlsSection.read(section, options, files);
        String host = Module.hostOf(headers);
        if (host != null && !options.containsKey("server_name")) {
            options.put("server_name", HOST_AND_PORT.matcher(host).replaceFirst("$1"));
        }
        if (!headers.isEmpty()) {
            options.put("headers", headers);
        }
        options.put("http_version", section.flag("enable_http2", true) ? "auto" : "1.1");
        readRedirects(section, options);
        readProxy(section, options);
        List<String> codes = section.texts("valid_status_codes");
        options.put("valid_status_codes", new JsonArray(codes.isEmpty() ? List.of("200-299") : codes));
        options.put("body_matches", patterns(section, "fail_if_body_not_matches_regexp"));
        options.put("body_not_matches", patterns(section, "fail_if_body_matches_regexp"));
        options.put("header_matches", headerPatterns(section, "fail_if_header_not_matches"));
        options.put("header_not_matches", headerPatterns(section, "fail_if_header_matches"));
        section.noEffect(
                "enable_http3",
                "skip_resolve_phase_with_proxy",
                "fail_if_body_json_matches_cel",
                "fail_if_body_json_not_matches_cel");
        long limit = section.read("body_size_limit", 0L, "bytes such as 1048576, 1MB or 1MiB", HttpSection::bytes);
        options.put("max_body_bytes", limit > 0 ? Math.min(limit, WITHOUT_LIMIT) : WITHOUT_LIMIT);
        AnswerConditions conditions = new AnswerConditions(
                section.flag("fail_if_ssl", false),
                section.flag("fail_if_not_ssl", false),
                section.texts("valid_http_versions"),
                limit > 0);
        section.end();
        return conditions;
    }

    private static void readRequest(Section section, JsonObject options, JsonObject headers, ModuleFiles files) {
        options.put("method", section.text("method", "GET"));
        section.pairs("headers").forEach((name, value) -> {
            if (name.equalsIgnoreCase("user-agent")) {
                options.put("user_agent", value);
            } else {
                headers.put(name, value);
            }
        });
        Section more = section.section("http_headers");
        if (more != null) {
            more.keys().forEach(name -> headers.put(name, value(more.sectionOrEmpty(name))));
        }
        if (section.has("body") && section.has("body_file")) {
            throw section.mistake("body_file", "at most one of body and body_file may stand there");
        }
        options.put("body", section.has("body_file") ? files.text(section, "body_file") : section.text("body", ""));
        String compression = section.oneOf("compression", "", "", "gzip", "br", "deflate", "identity");
        if (compression.equals("br")) {
            section.noEffect("compression");
        }
        options.put("compression", !compression.isEmpty() && !compression.equals("identity"));
    }

    private static String value(Section header) {
        List<String> values = header.texts("values");
        List<String> secrets = header.texts("secrets");
        header.noEffect("files");
        header.end();
        return String.join(", ", values.isEmpty() ? secrets : values);
    }

    private static void readRedirects(Section section, JsonObject options) {
        boolean follow = section.flag("follow_redirects", true);
        if (section.has("no_follow_redirects")) {
            follow = !section.flag("no_follow_redirects", false);
        }
        options.put("follow_redirects", follow);
    }

    private static void readProxy(Section section, JsonObject options) {
        String proxy = section.text("proxy_url", "");
        if (!proxy.isEmpty()) {
            options.put("proxy", proxy);
        }
        options.put("proxy_from_environment", section.flag("proxy_from_environment", false));
        section.noEffect("no_proxy", "proxy_connect_header");
    }

    private static JsonArray patterns(Section section, String key) {
        JsonArray patterns = new JsonArray();
        section.texts(key).forEach(expression -> patterns.add(pattern(section, key, expression)));
        return patterns;
    }

    private static JsonArray headerPatterns(Section section, String key) {
        JsonArray patterns = new JsonArray();
        for (Section matcher : section.sections(key)) {
            for (String needed : List.of("header", "regexp")) {
                if (matcher.text(needed, "").isEmpty()) {
                    throw matcher.mistake(needed, "must be set");
                }
            }
            patterns.add(new JsonObject(Map.of(
                    "key", matcher.text("header", ""),
                    "value", pattern(matcher, "regexp", matcher.text("regexp", "")),
                    "required", !matcher.flag("allow_missing", false))));
            matcher.end();
        }
        return patterns;
    }

    /** An expression that our types can use. */
    static String pattern(Section section, String key, String expression) {
        String java = GoPattern.toJava(expression);
        try {
            Pattern.compile(java);
            return java;
        } catch (PatternSyntaxException broken) {
            throw section.mistake(
                    key, "\"%s\" is not a regular expression (%s)".formatted(expression, broken.getDescription()));
        }
    }

    /** As Prometheus's configuration files write sizes: {@code 5MB}, powers of 1024 all of them. */
    private static @Nullable Long bytes(String text) {
        Matcher matcher = SIZE.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String unit = matcher.group(2).toUpperCase(Locale.ROOT);
        int power = unit.isEmpty() || unit.equals("B") ? 0 : "KMGT".indexOf(unit.charAt(0)) + 1;
        return Long.parseLong(matcher.group(1)) << (10 * power);
    }
}
