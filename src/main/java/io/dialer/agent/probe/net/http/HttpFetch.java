package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Phases;
import io.dialer.agent.probe.net.ProbeFailure;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call with all its hops. What was measured before a failure is there as well.
 *
 * @param hops at least one; the last is the one that counts
 * @param failure why there is no complete answer; null where there is
 * @param body the last hop's
 * @param truncated whether reading ended at the cap
 */
public record HttpFetch(List<HttpHop> hops, @Nullable ProbeFailure failure, KeptBody body, boolean truncated)
        implements AutoCloseable {
    private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([^\\s;\"]+)");

    public HttpFetch {
        hops = List.copyOf(hops);
    }

    /** Gives back the room that the body took. */
    @Override
    public void close() {
        body.close();
    }

    public HttpHop last() {
        return hops.getLast();
    }

    /** The body in the charset that the answer names, else in UTF-8. */
    public String text() {
        Matcher charset = CHARSET.matcher(last().header("content-type").orElse(""));
        if (charset.find()) {
            try {
                return body.text(Charset.forName(charset.group(1)));
            } catch (IllegalArgumentException unknown) {
                return body.text(StandardCharsets.UTF_8);
            }
        }
        return body.text(StandardCharsets.UTF_8);
    }

    /** The same call with what an earlier attempt at it measured. */
    public HttpFetch after(HttpFetch earlier) {
        List<HttpHop> all = new ArrayList<>(earlier.hops);
        all.addAll(hops);
        return new HttpFetch(all, failure, body, truncated);
    }

    /** The phases of all hops, added up. */
    public Phases phases() {
        return hops.stream().map(HttpHop::phases).reduce(new Phases(Map.of()), Phases::plus);
    }
}
