package dev.slipway.cli.bootstrap;

import dev.slipway.cli.failure.CliFailure;
import dev.slipway.cli.failure.ExitCode;
import java.net.URL;
import java.time.Duration;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;

/**
 * The bucket that CloudFormation, Lambda and CodeBuild take a pipeline's code from. It is outside the stack, which cannot
 * be created without it, and serves all pipelines of its account and region.
 */
final class CodeBucket {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String FIRST_REGION = "us-east-1";

    private final S3Client s3;
    private final Place place;
    private final String name;

    CodeBucket(S3Client s3, Place place) {
        this.s3 = s3;
        this.place = place;
        this.name = place.codeBucket();
    }

    String name() {
        return name;
    }

    /** Creates the bucket unless it is there; returns whether it was not. */
    boolean ensure() {
        boolean created = !exists();
        if (created) {
            create();
        }
        // Versioning is set last: a bucket that has it has all the rest.
        if (created
                || s3.getBucketVersioning(b -> b.bucket(name).expectedBucketOwner(place.account()))
                                .status()
                        != BucketVersioningStatus.ENABLED) {
            protect();
        }
        return created;
    }

    /** Uploads what is not there yet; returns whether it was not. */
    boolean upload(String key, RequestBody content) {
        if (has(key)) {
            return false;
        }
        s3.putObject(put -> put.bucket(name).key(key).expectedBucketOwner(place.account()), content);
        return true;
    }

    boolean has(String key) {
        try {
            s3.headObject(head -> head.bucket(name).key(key).expectedBucketOwner(place.account()));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw e;
        }
    }

    URL url(String key) {
        return s3.utilities().getUrl(url -> url.bucket(name).key(key));
    }

    /** Takes a file away again as if it had never been there. */
    void remove(String key) {
        new BucketContent(s3, name, place.account()).remove(key);
    }

    /** Takes the bucket away again, which has to be empty. */
    void remove() {
        s3.deleteBucket(delete -> delete.bucket(name).expectedBucketOwner(place.account()));
    }

    private boolean exists() {
        try {
            s3.headBucket(head -> head.bucket(name).expectedBucketOwner(place.account()));
            return true;
        } catch (NoSuchBucketException e) {
            return false;
        } catch (S3Exception e) {
            if (e.statusCode() == 404) {
                return false;
            }
            throw e.statusCode() == 403 ? notOurs() : e;
        }
    }

    private void create() {
        CreateBucketRequest.Builder request = CreateBucketRequest.builder().bucket(name);
        if (!place.region().equals(FIRST_REGION)) {
            request.createBucketConfiguration(configuration -> configuration.locationConstraint(place.region()));
        }
        Pace pace = new Pace(PATIENCE);
        while (!created(request.build())) {
            if (!pace.next(false)) {
                throw new CliFailure(
                        ExitCode.UNREACHABLE,
                        "failed to create the code bucket " + name
                                + ": S3 has not let go of an earlier one of this name",
                        "try again in some minutes");
            }
        }
    }

    /** S3 takes a while to free the name of a bucket that was removed, after a dry run for instance. */
    private boolean created(CreateBucketRequest request) {
        try {
            s3.createBucket(request);
            return true;
        } catch (BucketAlreadyExistsException e) {
            throw notOurs();
        } catch (S3Exception e) {
            if (e.awsErrorDetails() != null
                    && "OperationAborted".equals(e.awsErrorDetails().errorCode())) {
                return false;
            }
            throw e;
        }
    }

    private void protect() {
        s3.putPublicAccessBlock(block -> block.bucket(name)
                .expectedBucketOwner(place.account())
                .publicAccessBlockConfiguration(all -> all.blockPublicAcls(true)
                        .blockPublicPolicy(true)
                        .ignorePublicAcls(true)
                        .restrictPublicBuckets(true)));
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(byDefault -> byDefault.sseAlgorithm(ServerSideEncryption.AES256))
                .build();
        s3.putBucketEncryption(encryption -> encryption
                .bucket(name)
                .expectedBucketOwner(place.account())
                .serverSideEncryptionConfiguration(configuration -> configuration.rules(rule)));
        s3.putBucketPolicy(policy ->
                policy.bucket(name).expectedBucketOwner(place.account()).policy(onlyEncrypted()));
        s3.putBucketVersioning(versioning -> versioning
                .bucket(name)
                .expectedBucketOwner(place.account())
                .versioningConfiguration(configuration -> configuration.status(BucketVersioningStatus.ENABLED)));
    }

    private String onlyEncrypted() {
        String arn = place.bucketArn(name);
        return """
                {"Version": "2012-10-17", "Statement": [{"Sid": "OnlyEncryptedConnections", "Effect": "Deny",
                "Principal": "*", "Action": "s3:*", "Resource": ["%s", "%s/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}
                """.formatted(arn, arn);
    }

    private CliFailure notOurs() {
        return new CliFailure(
                ExitCode.UNREACHABLE,
                "failed to use the code bucket " + name
                        + ": it belongs to another account, or your credentials may not " + "see it",
                "see `aws s3api head-bucket --bucket " + name + "`; nothing was uploaded");
    }
}
