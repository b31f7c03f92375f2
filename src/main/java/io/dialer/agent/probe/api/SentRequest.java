package io.dialer.agent.probe.api;

import io.dialer.agent.probe.api.redaction.ConfidentialNames;
import io.dialer.agent.probe.api.redaction.Excerpt;
import io.dialer.agent.probe.net.http.HttpCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A step's request as it went out the first time, with sign-in and cookies. Holds secrets.
 *
 * @param method in capitals
 * @param url without user and password
 * @param headers those of the step, its sign-in and its cookies
 * @param body its beginning
 */
record SentRequest(String method, String url, List<Map.Entry<String, String>> headers, Excerpt body) {
    /** What is shorter stands in any text. */
    private static final int SHORTEST = 8;

    SentRequest {
        headers = List.copyOf(headers);
    }

    static SentRequest of(HttpCall call, int mostBodyBytes) {
        return new SentRequest(
                call.method().name(),
                call.url().toString(),
                call.headers(),
                Excerpt.of(call.body().getBytes(), mostBodyBytes));
    }

    /** What its confidential headers hold: a server may repeat it anywhere in its answer. */
    List<String> secrets() {
        List<String> secrets = new ArrayList<>();
        headers.stream()
                .filter(header -> ConfidentialNames.include(header.getKey()))
                .flatMap(header -> parts(header.getValue()))
                .filter(part -> part.length() >= SHORTEST)
                .forEach(secrets::add);
        return secrets;
    }

    /** The whole, what comes after a scheme, and the values of cookies. */
    private static Stream<String> parts(String value) {
        Stream<String> afterScheme = Stream.of(value.substring(value.indexOf(' ') + 1));
        Stream<String> cookies = Arrays.stream(value.split(";\\s*", -1))
                .filter(pair -> pair.contains("="))
                .map(pair -> pair.substring(pair.indexOf('=') + 1));
        return Stream.concat(Stream.of(value), Stream.concat(afterScheme, cookies));
    }

    /** Without what it holds, which a log must not. */
    @Override
    public String toString() {
        return "SentRequest[method=" + method + "]";
    }
}
