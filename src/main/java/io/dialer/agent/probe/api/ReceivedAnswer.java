package io.dialer.agent.probe.api;

import io.dialer.agent.probe.api.redaction.Excerpt;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpHop;
import java.util.List;
import java.util.Map;

/**
 * What a step's last request was answered, as far as a result shows it. Holds secrets.
 *
 * @param status the code
 * @param headers as received, in order
 * @param contentType empty where it is not said
 * @param body its beginning
 * @param bytes of the whole body, decoded
 * @param truncated whether reading it ended at the cap
 */
record ReceivedAnswer(
        int status,
        List<Map.Entry<String, String>> headers,
        String contentType,
        Excerpt body,
        long bytes,
        boolean truncated) {
    ReceivedAnswer {
        headers = List.copyOf(headers);
    }

    /**
     * As far as an answer came.
     *
     * @param body its text, as far as somebody looked into it
     */
    static ReceivedAnswer of(HttpFetch fetch, String body, int mostBodyBytes) {
        HttpHop last = fetch.last();
        return new ReceivedAnswer(
                last.status(),
                last.headers(),
                last.header("content-type").orElse(""),
                Excerpt.of(body, mostBodyBytes),
                last.bodyBytes(),
                fetch.truncated());
    }

    /** Without what it holds, which a log must not. */
    @Override
    public String toString() {
        return "ReceivedAnswer[status=" + status + ", bytes=" + bytes + "]";
    }
}
