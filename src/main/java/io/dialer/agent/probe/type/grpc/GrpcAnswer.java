package io.dialer.agent.probe.type.grpc;

import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.net.Conversation;
import io.dialer.agent.probe.net.ProbeFailure;
import io.dialer.agent.probe.net.http.HttpFetch;
import io.dialer.agent.probe.net.http.HttpHop;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * What a server answered.
 *
 * @param code gRPC's status code; -1: it said none
 * @param message the server's words beside it
 * @param serving the health status; empty where it said none
 */
record GrpcAnswer(int code, String message, OptionalInt serving) {
    static final GrpcAnswer NONE = new GrpcAnswer(-1, "", OptionalInt.empty());

    /**
     * Reads it.
     *
     * @throws ProbeFailure in phase {@code check} where it is no answer of gRPC
     */
    static GrpcAnswer of(HttpFetch fetch) throws ProbeFailure {
        HttpHop hop = fetch.last();
        if (hop.status() != 200) {
            throw ProbeFailure.said(Phase.CHECK, "grpc.http_status", Integer.toString(hop.status()));
        }
        String type = hop.header("content-type").orElse("");
        if (!type.startsWith("application/grpc")) {
            throw ProbeFailure.said(Phase.CHECK, "grpc.content_type", Conversation.quoted(type));
        }
        Optional<String> code = trailer(hop, "grpc-status");
        if (code.isEmpty() || !code.get().matches("[0-9]{1,4}")) {
            throw ProbeFailure.said(Phase.CHECK, "grpc.no_status");
        }
        String message = trailer(hop, "grpc-message").map(GrpcAnswer::decoded).orElse("");
        int number = Integer.parseInt(code.get());
        if (number != 0) {
            return new GrpcAnswer(number, message, OptionalInt.empty());
        }
        try {
            byte[] body = fetch.body().text(StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
            return new GrpcAnswer(number, message, HealthMessages.status(body));
        } catch (IllegalArgumentException noMessage) {
            throw ProbeFailure.said(Phase.CHECK, "grpc.malformed", String.valueOf(noMessage.getMessage()));
        }
    }

    /** An answer without a body has them in its only head. */
    private static Optional<String> trailer(HttpHop hop, String name) {
        return Stream.of(hop.trailers(), hop.headers())
                .flatMap(List::stream)
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** Percent-encoded UTF-8; what is none stays as it is. */
    private static String decoded(String message) {
        try {
            return Conversation.quoted(URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notEncoded) {
            return Conversation.quoted(message);
        }
    }
}
