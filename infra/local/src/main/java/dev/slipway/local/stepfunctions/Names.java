package dev.slipway.local.stepfunctions;

import dev.slipway.local.front.AwsException;
import java.util.Optional;
import java.util.regex.Pattern;

/** The ARNs of this account and region, and what AWS allows as a name. */
record Names(String region, String account) {
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\s<>{}\\[\\]?*\"#%\\\\^|~`$&,;:/\\x00-\\x1f\\x7f-\\x9f\\uFFFE\\uFFFF]");
    private static final int LONGEST = 80;

    String machine(String name) {
        return "arn:aws:states:" + region + ":" + account + ":stateMachine:" + name;
    }

    String execution(String machine, String name) {
        return "arn:aws:states:" + region + ":" + account + ":execution:" + machine + ":" + name;
    }

    /** Reads the name of a state machine out of its ARN; empty where it is none of ours. */
    Optional<String> machineOf(String arn) {
        String prefix = machine("");
        return checkedArn(arn).startsWith(prefix) ? Optional.of(arn.substring(prefix.length())) : Optional.empty();
    }

    /** An execution's two names. */
    record ExecutionName(String machine, String name) {}

    /** Reads the names out of an execution's ARN; empty where it is none of ours. */
    Optional<ExecutionName> executionOf(String arn) {
        String prefix = "arn:aws:states:" + region + ":" + account + ":execution:";
        if (!checkedArn(arn).startsWith(prefix)) {
            return Optional.empty();
        }
        String[] names = arn.substring(prefix.length()).split(":", -1);
        return names.length == 2 ? Optional.of(new ExecutionName(names[0], names[1])) : Optional.empty();
    }

    private static String checkedArn(String arn) {
        if (!arn.startsWith("arn:")) {
            throw new AwsException(400, "InvalidArn", "Invalid Arn: 'Invalid ARN prefix: " + arn + "'");
        }
        return arn;
    }

    static String checkedName(String name) {
        if (name.isEmpty() || name.length() > LONGEST || FORBIDDEN.matcher(name).find()) {
            throw new AwsException(400, "InvalidName", "Invalid Name: '" + name + "'");
        }
        return name;
    }
}
