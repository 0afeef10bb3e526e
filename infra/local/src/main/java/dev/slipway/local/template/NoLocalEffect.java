package dev.slipway.local.template;

import java.util.Set;

/**
 * What a template may say although it has no effect locally. This is the whole list: a property that is neither read
 * nor listed here is refused. An entry covers everything below it.
 */
final class NoLocalEffect {
    /** Sections of the template. What Rules asserts of parameters is about what AWS alone has. */
    static final Set<String> SECTIONS = Set.of("AWSTemplateFormatVersion", "Description", "Metadata", "Rules");

    /** Attributes that any resource may have. A local stack is never updated in place or deleted by the cloud itself. */
    static final Set<String> ATTRIBUTES = Set.of("DeletionPolicy", "DependsOn", "Metadata", "UpdateReplacePolicy");

    /**
     * Whole resources. What the policies of the bucket and of the queue deny is connections without TLS, and there is none
     * on loopback.
     */
    static final Set<String> TYPES = Set.of(
            "AWS::CloudWatch::Alarm", "AWS::CloudWatch::Dashboard", "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy");

    private static final Set<String> PROPERTIES = Set.of(
            // Encryption, public access and clean-up: the store is a folder of one person.
            "AWS::S3::Bucket.BucketEncryption",
            "AWS::S3::Bucket.LifecycleConfiguration",
            "AWS::S3::Bucket.OwnershipControls",
            "AWS::S3::Bucket.PublicAccessBlockConfiguration",
            // S3Proxy has no versions, and answers 501 to who asks for them: an upload is pinned by its ETag instead.
            "AWS::S3::Bucket.VersioningConfiguration",
            "AWS::ECR::Repository.ImageScanningConfiguration",
            "AWS::ECR::Repository.LifecyclePolicy",
            // Builds run on this machine, as the person who started the local cloud, and always write their log.
            "AWS::CodeBuild::Project.Environment.PrivilegedMode",
            // Deliveries that were given up are in the local cloud's log: nobody watches a queue on this machine. What
            // AWS
            // asks of the role that names one is asked here too.
            "AWS::SQS::Queue.MessageRetentionPeriod",
            "AWS::SQS::Queue.SqsManagedSseEnabled",
            "AWS::Serverless::Function.Events.Properties.DeadLetterConfig",
            // Lambda's own waits and attempts hold.
            "AWS::Serverless::Function.EventInvokeConfig.MaximumEventAgeInSeconds",
            "AWS::Serverless::Function.EventInvokeConfig.MaximumRetryAttempts",
            // A role belongs to the function or build that names it.
            "AWS::IAM::ManagedPolicy.Description",
            "AWS::IAM::Role.Description",
            "AWS::IAM::Role.MaxSessionDuration",
            // Loopback has no VPC to join, and a person no boundary.
            "AWS::IAM::Role.PermissionsBoundary",
            // The log store is bounded by its size, not by age.
            "AWS::Logs::LogGroup.RetentionInDays",
            // Handlers run in the JVM at hand; layers and snapshots are AWS's.
            "AWS::Serverless::Function.Architectures",
            "AWS::Serverless::Function.AutoPublishCodeSha256",
            "AWS::Serverless::Function.Layers",
            "AWS::Serverless::Function.LoggingConfig.LogFormat",
            "AWS::Serverless::Function.Runtime",
            "AWS::Serverless::Function.SnapStart",
            "AWS::Serverless::Function.VpcConfig",
            // Executions have their history; only what the role needs for a log is read.
            "AWS::Serverless::StateMachine.Logging.Destinations",
            "AWS::Serverless::StateMachine.Logging.IncludeExecutionData");

    private NoLocalEffect() {}

    /** Tells whether a property, or one that it is part of, stands in the list. */
    static boolean covers(String path) {
        String above = path;
        while (!PROPERTIES.contains(above)) {
            int dot = above.lastIndexOf('.');
            if (dot < 0) {
                return false;
            }
            above = above.substring(0, dot);
        }
        return true;
    }
}
