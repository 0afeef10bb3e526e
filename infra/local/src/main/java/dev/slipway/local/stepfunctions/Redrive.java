package dev.slipway.local.stepfunctions;

/** What AWS says about starting an ended execution again. The local cloud cannot, and says so. */
record Redrive(String status, String reason) {

    static Redrive of(String status) {
        return switch (status) {
            case "RUNNING", "SUCCEEDED" ->
                new Redrive("NOT_REDRIVABLE", "Execution is " + status + " and cannot be redriven");
            default -> new Redrive("NOT_REDRIVABLE", "The local cloud does not redrive executions");
        };
    }
}
