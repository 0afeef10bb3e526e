package dev.slipway.local.lambda.invoke;

/** Runs the invocations of one function version; several at once. */
public interface FunctionRuntime extends AutoCloseable {

    /** Runs one invocation to its end or its time-out. What goes wrong in the function is in the outcome, never thrown. */
    Outcome invoke(Invocation invocation);

    /** Gets one environment ready ahead of the first invocation; a failure shows at that invocation. */
    void prewarm();

    /** Stops every environment. */
    @Override
    void close();
}
