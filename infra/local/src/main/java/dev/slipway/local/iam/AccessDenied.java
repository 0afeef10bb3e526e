package dev.slipway.local.iam;

/** A call that its caller's policies do not allow; the message is AWS's. */
public final class AccessDenied extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AccessDenied(String principal, Access access, Decision decision) {
        super("User: %s is not authorized to perform: %s on resource: %s %s"
                .formatted(principal, access.action(), access.resource(), decision.reason(access.action())));
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
