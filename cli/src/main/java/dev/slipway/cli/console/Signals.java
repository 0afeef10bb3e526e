package dev.slipway.cli.console;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Hears of the signals of the process.
 *
 * <p>The one interface for that is {@code sun.misc.Signal}, which the compiler warns of at every mention; it is looked up
 * by name. Where there is none, or the signal is unknown, signals do what they do by themselves.
 */
public final class Signals {
    private Signals() {}

    /** Runs an action, on a thread of its own, each time that a signal comes; INT is the name of SIGINT. */
    public static void on(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object calling = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(),
                    new Class<?>[] {handler},
                    (self, method, arguments) -> call(action, method, self));
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), calling);
        } catch (ReflectiveOperationException e) {
            // Without it the terminal is followed less closely, and nothing else.
        }
    }

    private static Object call(Runnable action, Method method, Object self) {
        return switch (method.getName()) {
            case "hashCode" -> System.identityHashCode(self);
            case "equals" -> false;
            case "toString" -> "Signals";
            default -> {
                action.run();
                yield self;
            }
        };
    }
}
