package io.dialer.agent.probe.api.signin;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The value of {@code Authorization} with a password (RFC 7617), in UTF-8. Pure. */
final class BasicField {
    private BasicField() {}

    static String of(String username, String password) {
        byte[] both = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(both);
    }
}
