package io.dialer.agent.probe;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which headers, fields and parameters hold secrets by their name: {@code password}, {@code access_token},
 * {@code X-API-Key}, {@code user[passwd]}, {@code newPassword}; but not {@code token_type}. Pure.
 */
public final class ConfidentialNames {
    private static final Set<String> WHOLE = Set.of("cookie", "setcookie", "pass");
    private static final List<String> ENDS = List.of(
            "password",
            "passwd",
            "pwd",
            "passphrase",
            "secret",
            "token",
            "apikey",
            "authorization",
            "secretkey",
            "privatekey",
            "accesskey");
    /** A name of a field; what is longer is none, or made to keep us busy. */
    private static final int LONGEST = 200;

    private ConfidentialNames() {}

    public static boolean include(String name) {
        if (name.length() > LONGEST) {
            return false;
        }
        StringBuilder letters = new StringBuilder();
        name.toLowerCase(Locale.ROOT)
                .chars()
                .filter(Character::isLetterOrDigit)
                .forEach(letter -> letters.append((char) letter));
        String joined = letters.toString();
        return WHOLE.contains(joined) || ENDS.stream().anyMatch(joined::endsWith);
    }
}
