package dev.slipway.local.front;

/**
 * Who signs a call: the CLI, a role of the template, or the build.
 *
 * @param name role's logical id in the template, or {@code cli}
 * @param arn as STS GetCallerIdentity answers it
 */
public record Principal(String name, String arn, String accessKeyId, String secretAccessKey) {

    /** Returns the account that the ARN names. */
    public String account() {
        return arn.split(":", 6)[4];
    }

    @Override
    public String toString() {
        return "Principal[" + name + "]";
    }
}
