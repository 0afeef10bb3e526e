package dev.slipway.local.lambda.function;

import dev.slipway.local.front.AwsException;

/** Lambda's refusals, with its codes and statuses. */
public final class Refusals {
    private Refusals() {}

    /** A function, a version or an alias that is not there. */
    public static AwsException functionNotFound(String arn) {
        return notFound("Function not found: " + arn);
    }

    /** Something that is not there. */
    public static AwsException notFound(String message) {
        return new AwsException(404, "ResourceNotFoundException", message);
    }

    /** Something that stands in the way: a name that is taken, an update that runs. */
    public static AwsException conflict(String message) {
        return new AwsException(409, "ResourceConflictException", message);
    }

    /** A value that Lambda does not take. */
    public static AwsException invalid(String message) {
        return new AwsException(400, "InvalidParameterValueException", message);
    }

    /** A value that the service's model does not allow. */
    public static AwsException validation(String value, String member, String constraint) {
        return new AwsException(
                400,
                "ValidationException",
                "1 validation error detected: Value '" + value + "' at '" + member + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** A revision id that is not the latest. */
    public static AwsException precondition(String resource) {
        return new AwsException(
                412,
                "PreconditionFailedException",
                "The Revision Id provided does not match the latest Revision Id. Call the Get" + resource
                        + " API to retrieve the latest Revision Id");
    }
}
