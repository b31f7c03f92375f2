package io.dialer.agent.probe.type.grpc;

import java.util.Locale;

/** How a call ended, numbered as gRPC's status codes are. */
enum StatusCode {
    OK,
    CANCELLED,
    UNKNOWN,
    INVALID_ARGUMENT,
    DEADLINE_EXCEEDED,
    NOT_FOUND,
    ALREADY_EXISTS,
    PERMISSION_DENIED,
    RESOURCE_EXHAUSTED,
    FAILED_PRECONDITION,
    ABORTED,
    OUT_OF_RANGE,
    UNIMPLEMENTED,
    INTERNAL,
    UNAVAILABLE,
    DATA_LOSS,
    UNAUTHENTICATED;

    /** The name of a number; of one that is not known, the number itself. */
    static String nameOf(int number) {
        return number >= 0 && number < values().length
                ? values()[number].name()
                : String.format(Locale.ROOT, "%d", number);
    }
}
