package io.dialer.agent.bench;

import java.util.Locale;

/** What a figure shall be; the wording says whether it was. */
final class Goal {
    static final String NONE = "";

    private Goal() {}

    /** At most that much. */
    static String atMost(double limit, String unit, double figure) {
        return judged(String.format(Locale.ROOT, "≤ %s %s", plain(limit), unit), figure <= limit);
    }

    /** At most that part of the peer's. */
    static String share(double share, double ours, double theirs) {
        return judged(
                String.format(Locale.ROOT, "≤ %s × theirs: %.2f", plain(share), ours / theirs), ours <= share * theirs);
    }

    static String judged(String words, boolean met) {
        return words + (met ? " ✓" : " ✗");
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
