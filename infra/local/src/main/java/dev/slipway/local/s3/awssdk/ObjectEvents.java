package dev.slipway.local.s3.awssdk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.s3.objects.Bucket;

/**
 * The words of S3's events for EventBridge.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">Event message structure</a>
 */
final class ObjectEvents {
    private final Caller caller;

    /** Words events of what a caller does. */
    ObjectEvents(Caller caller) {
        this.caller = caller;
    }

    Bucket.CreationNotice created(String bucket, String reason) {
        return object -> {
            ObjectNode detail = detail(bucket);
            detail.putObject("object")
                    .put("key", object.key())
                    .put("size", object.size())
                    .put("etag", object.etag())
                    .put("sequencer", object.sequencer());
            return event("Object Created", bucket, by(detail).put("reason", reason));
        };
    }

    Bucket.DeletionNotice deleted(String bucket) {
        return (key, sequencer) -> {
            ObjectNode detail = detail(bucket);
            detail.putObject("object").put("key", key).put("sequencer", sequencer);
            by(detail).put("reason", "DeleteObject").put("deletion-type", "Permanently Deleted");
            return event("Object Deleted", bucket, detail);
        };
    }

    private static ObjectNode detail(String bucket) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("version", "0");
        detail.putObject("bucket").put("name", bucket);
        return detail;
    }

    private ObjectNode by(ObjectNode detail) {
        return detail.put("request-id", caller.requestId())
                .put("requester", caller.account())
                .put("source-ip-address", caller.sourceIp());
    }

    private static ObjectNode event(String type, String bucket, ObjectNode detail) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("source", "aws.s3");
        event.put("detail-type", type).putArray("resources").add("arn:aws:s3:::" + bucket);
        event.set("detail", detail);
        return event;
    }
}
