package io.dialer.agent.probe.net.http;

import io.dialer.agent.probe.Deadline;
import io.dialer.agent.probe.InvalidOption;
import io.dialer.agent.probe.Phase;
import io.dialer.agent.probe.PhaseClock;
import io.dialer.agent.probe.net.Attempt;
import io.dialer.agent.probe.net.Connector;
import io.dialer.agent.probe.net.HeapShare;
import io.dialer.agent.probe.net.ProbeFailure;
import io.netty.handler.codec.http.HttpMethod;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Makes HTTP calls, hop by hop, each on a fresh connection. Called on workers; safe for use by several threads. */
public final class HttpEngine {
    /** Never sent on to another server, nor in plain text after TLS. */
    private static final List<String> CREDENTIALS = List.of("authorization", "cookie", "proxy-authorization");

    private final Connector connector;
    private final HeapShare heap;

    /**
     * An engine for any number of calls.
     *
     * @param heap what bodies may take of it
     */
    public HttpEngine(Connector connector, HeapShare heap) {
        this.connector = connector;
        this.heap = heap;
    }

    /**
     * Makes a call and follows its redirects. Returns by the deadline, whatever the server does.
     *
     * @return to be closed by the caller
     */
    public HttpFetch fetch(HttpCall call, Deadline deadline) throws InterruptedException {
        return fetch(call, deadline, HopCompanion.NONE);
    }

    /** The same with something that goes along from hop to hop. */
    public HttpFetch fetch(HttpCall call, Deadline deadline, HopCompanion companion) throws InterruptedException {
        List<HttpHop> hops = new ArrayList<>();
        HttpCall next = call;
        while (true) {
            long startedNanos = hops.isEmpty() ? deadline.startedNanos() : System.nanoTime();
            HttpExchange exchange =
                    new HttpExchange(companion.prepared(next), new PhaseClock(Phase.RESOLVE, startedNanos), heap);
            ProbeFailure failure = exchange(exchange, deadline, hops);
            HttpHop hop = hops.getLast();
            companion.answered(hop);
            HttpCall authorized = failure == null ? DigestLogin.answered(next, hop) : null;
            if (authorized != null) {
                exchange.body().close();
                next = authorized;
                continue;
            }
            if (failure != null || !hop.redirects() || call.maxRedirects() == 0) {
                return new HttpFetch(hops, failure, exchange.body(), exchange.truncated());
            }
            exchange.body().close();
            if (hops.stream().filter(HttpHop::redirects).count() > call.maxRedirects()) {
                return stopped(hops, "http.too_many_redirects", Integer.toString(call.maxRedirects()));
            }
            try {
                next = redirected(next, hop);
            } catch (InvalidOption unusable) {
                return stopped(hops, "http.bad_redirect", hop.header("location").orElse(""));
            } catch (IllegalArgumentException noProxy) {
                return stopped(hops, "http.bad_redirect", String.valueOf(noProxy.getMessage()));
            }
        }
    }

    private KeptBody none() {
        return new KeptBody(BodyUse.SIZE, heap);
    }

    private HttpFetch stopped(List<HttpHop> hops, String sentence, String detail) {
        return new HttpFetch(hops, ProbeFailure.said(Phase.CHECK, sentence, detail), none(), false);
    }

    /** One hop; adds it to the list, complete or not. */
    private @Nullable ProbeFailure exchange(HttpExchange exchange, Deadline deadline, List<HttpHop> hops)
            throws InterruptedException {
        PhaseClock clock = exchange.clock();
        HopLimits limits = exchange.limits();
        Deadline opening = limits == null ? deadline : deadline.within(limits.connect());
        Deadline answering = deadline;
        try (Attempt<?> attempt = connector.open(exchange.endpoint(), clock, opening, exchange)) {
            ProbeFailure failure = null;
            try {
                if (limits != null) {
                    opening.await(attempt.opened());
                    answering = deadline.within(limits.answer());
                }
                answering.await(attempt.outcome());
            } catch (ExecutionException failed) {
                failure = ProbeFailure.in(failed);
            } catch (TimeoutException late) {
                failure = attempt.late(clock.running());
            }
            hops.add(exchange.hop(attempt, clock.stop()));
            return exchange.explained(failure);
        } catch (InterruptedException | RuntimeException | Error cutOff) {
            exchange.body().close();
            throw cutOff;
        }
    }

    /** The next call after a redirect (RFC 9110, section 15.4), as browsers do it. */
    private static HttpCall redirected(HttpCall call, HttpHop hop) {
        Url target = call.url().resolve(hop.header("location").orElseThrow());
        boolean toGet = hop.status() == 303
                || (hop.status() != 307 && hop.status() != 308 && call.method().equals(HttpMethod.POST));
        boolean keepMethod = !toGet || call.method().equals(HttpMethod.HEAD);
        boolean sameHost =
                target.endpoint().host().equalsIgnoreCase(call.url().endpoint().host());
        boolean sameServer = call.url().entrustsCredentialsTo(target);
        List<Map.Entry<String, String>> headers = call.headers().stream()
                // An answer to a challenge holds for one request only.
                .filter(header ->
                        call.digest() == null || !lower(header.getKey()).equals("authorization"))
                .filter(header -> sameServer || !CREDENTIALS.contains(lower(header.getKey())))
                .filter(header -> !lower(header.getKey()).equals("host") || sameHost)
                .filter(header -> keepMethod || !lower(header.getKey()).startsWith("content-"))
                .toList();
        return new HttpCall(
                target,
                keepMethod ? call.method() : HttpMethod.GET,
                headers,
                call.userAgent(),
                keepMethod ? call.body() : Buffer.buffer(),
                call.compression(),
                call.maxRedirects(),
                call.maxBodyBytes(),
                call.bodyUse(),
                sameHost ? call.tls() : call.tls().toAnotherHost(),
                call.protocol(),
                sameHost ? call.route() : call.route().toAnotherHost(),
                call.digest() != null && sameServer ? call.digest().again() : null,
                call.limits());
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
