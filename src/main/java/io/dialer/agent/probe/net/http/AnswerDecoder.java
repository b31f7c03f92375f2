package io.dialer.agent.probe.net.http;

import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;

/**
 * Parses the one answer that a connection brings. Not Netty's client codec: that one pairs answers with requests and
 * takes an interim answer (1xx) for the one to a {@code HEAD}.
 */
final class AnswerDecoder extends HttpResponseDecoder {
    private static final int LONGEST_STATUS_LINE = 16 * 1024;
    private static final int LARGEST_HEADERS = 64 * 1024;

    private final HttpMethod method;

    AnswerDecoder(HttpMethod method) {
        // As browsers: a line may end without a carriage return.
        super(new HttpDecoderConfig()
                .setMaxInitialLineLength(LONGEST_STATUS_LINE)
                .setMaxHeaderSize(LARGEST_HEADERS)
                .setStrictLineParsing(false));
        this.method = method;
    }

    @Override
    protected boolean isContentAlwaysEmpty(HttpMessage message) {
        boolean toHead = method.equals(HttpMethod.HEAD)
                && message instanceof HttpResponse response
                && response.status().code() >= 200;
        return toHead || super.isContentAlwaysEmpty(message);
    }
}
