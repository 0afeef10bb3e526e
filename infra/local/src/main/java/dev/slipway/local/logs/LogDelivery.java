package dev.slipway.local.logs;

/** Delivers what services log in the name of the roles that they run something as. */
@FunctionalInterface
public interface LogDelivery {

    /** Returns where the lines of whoever has this role go. */
    LogSink inNameOf(String roleArn);
}
