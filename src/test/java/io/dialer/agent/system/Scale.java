package io.dialer.agent.system;

/** How long the tests that have a short and a full form take. */
final class Scale {
    private Scale() {}

    static boolean full() {
        return System.getProperty("test.scale", "short").equals("full");
    }

    static int pick(int inShortForm, int inFullForm) {
        return full() ? inFullForm : inShortForm;
    }
}
