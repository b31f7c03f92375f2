package io.dialer.agent;

import java.lang.reflect.Proxy;

/**
 * SIGTERM and SIGINT. A shutdown hook would not do: a JVM that ends on a signal exits with 143, and is deaf to a second
 * one while its hooks run. {@code sun.misc.Signal} is what there is; it is reached by reflection, because the compiler's
 * warning about it can neither be met nor silenced.
 */
final class Signals {
    private Signals() {}

    /**
     * Calls back, on a thread of the JVM, for each of the signals that arrives.
     *
     * @throws ReflectiveOperationException on a JVM without this class
     */
    static void handle(Runnable action, String... names) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object callBack = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        action.run();
                    }
                    return null;
                });
        for (String name : names) {
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), callBack);
        }
    }
}
