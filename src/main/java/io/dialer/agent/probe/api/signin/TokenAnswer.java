package io.dialer.agent.probe.api.signin;

import io.dialer.agent.probe.net.ProbeFailure;

/** What came of asking for an access token. */
sealed interface TokenAnswer {
    /**
     * A token to send.
     *
     * @param cached whether it was fetched for an earlier request, so that a new one may help against a 401
     */
    record Granted(String token, boolean cached) implements TokenAnswer {
        /** Without the token, which a log must not hold. */
        @Override
        public String toString() {
            return "Granted[cached=" + cached + "]";
        }
    }

    /** None, and why. */
    record Refused(ProbeFailure failure) implements TokenAnswer {}
}
