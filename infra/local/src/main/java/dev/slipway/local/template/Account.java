package dev.slipway.local.template;

/** The AWS account and region that the local cloud plays. */
public record Account(String id, String region) {

    /** The account of AWS's documentation: nobody's. */
    public static final String LOCAL_ID = "123456789012";

    /** Returns the ARN of a resource in this region and account. */
    public String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + id + ":" + resource;
    }

    /** Returns the ARN of a role, which belongs to no region. */
    public String roleArn(String roleName) {
        return "arn:aws:iam::" + id + ":role/" + roleName;
    }

    /** Returns the ARN of a managed policy, which belongs to no region. */
    public String policyArn(String policyName) {
        return "arn:aws:iam::" + id + ":policy/" + policyName;
    }
}
