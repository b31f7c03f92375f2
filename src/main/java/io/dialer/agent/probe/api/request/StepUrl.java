package io.dialer.agent.probe.api.request;

import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.net.http.FormPairs;
import io.dialer.agent.probe.net.http.Url;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a step's request goes. What is relative is appended to the base's path, not resolved against it: with the base
 * {@code http://a/v1} both {@code users} and {@code /users} are {@code http://a/v1/users}. Pure.
 */
public final class StepUrl {
    private static final Pattern ABSOLUTE = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*", Pattern.DOTALL);

    private StepUrl() {}

    public static Url of(@Nullable Url base, String written, List<Map.Entry<String, String>> query) {
        String text = written.strip();
        return Url.parse(withQuery(ABSOLUTE.matcher(text).matches() ? text : appended(base, text), query));
    }

    private static String appended(@Nullable Url base, String relative) {
        if (base == null) {
            throw new InvalidOption("url", relative, "an absolute URL");
        }
        String scheme = base.tls() ? "https:" : "http:";
        if (relative.startsWith("//")) {
            return scheme + relative;
        }
        String user = base.userInfo().isEmpty() ? "" : base.userInfo() + "@";
        String path = base.resource().replaceFirst("\\?.*", "");
        String start = scheme + "//" + user + base.authority();
        if (relative.startsWith("?") || relative.startsWith("#")) {
            return start + path + relative;
        }
        return start + path.replaceFirst("/+$", "") + "/" + relative.replaceFirst("^/+", "");
    }

    private static String withQuery(String url, List<Map.Entry<String, String>> query) {
        if (query.isEmpty()) {
            return url;
        }
        String withoutFragment = url.replaceFirst("#.*", "");
        String separator = !withoutFragment.contains("?") ? "?" : withoutFragment.matches(".*[?&]") ? "" : "&";
        return withoutFragment + separator + FormPairs.write(query);
    }
}
