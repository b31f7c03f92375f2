package io.dialer.agent.probe.type.grpc;

import java.util.Locale;

/** What a server says of a service, numbered as in {@code grpc/health/v1/health.proto}. */
enum ServingStatus {
    UNKNOWN,
    SERVING,
    NOT_SERVING,
    SERVICE_UNKNOWN;

    /** The name of a number; of one that is not known, the number itself. */
    static String nameOf(int number) {
        return number >= 0 && number < values().length
                ? values()[number].name()
                : String.format(Locale.ROOT, "%d", number);
    }
}
