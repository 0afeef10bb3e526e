package dev.slipway.cli.bootstrap;

import dev.slipway.cli.pipeline.Clients;
import software.amazon.awssdk.regions.Region;

/** Where a pipeline is, and what its parts are called there. */
public record Place(String pipeline, String account, String region) {
    /** Asks AWS who calls, and the user's configuration where. */
    static Place of(String pipeline, Clients clients) {
        String region = clients.sts().serviceClientConfiguration().region().id();
        return new Place(pipeline, clients.sts().getCallerIdentity().account(), region);
    }

    String stack() {
        return "slipway-" + pipeline;
    }

    /** Returns the bucket for the code of all pipelines of the account and region. */
    String codeBucket() {
        return "slipway-code-" + account + "-" + region;
    }

    String pipelineBucket() {
        return "slipway-" + pipeline + "-" + account + "-" + region;
    }

    /** Returns how the names of the apps' functions begin; no other pipeline's do. */
    String appPrefix() {
        return "slipway-" + pipeline + "-";
    }

    String bucketArn(String bucket) {
        return "arn:" + Region.of(region).metadata().partition().id() + ":s3:::" + bucket;
    }

    /** Returns a command that shows what CloudFormation does. */
    String eventsCommand() {
        return "aws cloudformation describe-stack-events --stack-name " + stack() + " --region " + region;
    }
}
