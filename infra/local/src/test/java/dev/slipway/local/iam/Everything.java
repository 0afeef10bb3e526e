package dev.slipway.local.iam;

/** Permissions for tests that are about something else. */
public final class Everything {
    private Everything() {}

    /** Allows everything to these principals. */
    public static Permissions allowedTo(String... arns) {
        Permissions permissions = new Permissions(AccessRecorder.NONE);
        for (String arn : arns) {
            permissions.grant(arn, Policy.allowing("Everything", "*"));
        }
        return permissions;
    }
}
