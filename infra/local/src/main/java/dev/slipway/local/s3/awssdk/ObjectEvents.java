package dev.slipway.local.s3.awssdk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.eventbridge.EventSink;
import dev.slipway.local.s3.objects.StoredObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S3's events for EventBridge, raised once the change is on disk.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html">Event message structure</a>
 */
public final class ObjectEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectEvents.class);

    private final EventSink sink;

    /** Raises events to a bus. */
    public ObjectEvents(EventSink sink) {
        this.sink = sink;
    }

    void created(String bucket, StoredObject object, String reason, Caller caller) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("version", "0");
        detail.putObject("bucket").put("name", bucket);
        detail.putObject("object")
                .put("key", object.key())
                .put("size", object.size())
                .put("etag", object.etag())
                .put("sequencer", object.sequencer());
        publish("Object Created", bucket, by(detail, caller).put("reason", reason));
    }

    void deleted(String bucket, String key, String sequencer, Caller caller) {
        ObjectNode detail = JsonNodeFactory.instance.objectNode().put("version", "0");
        detail.putObject("bucket").put("name", bucket);
        detail.putObject("object").put("key", key).put("sequencer", sequencer);
        by(detail, caller).put("reason", "DeleteObject").put("deletion-type", "Permanently Deleted");
        publish("Object Deleted", bucket, detail);
    }

    private static ObjectNode by(ObjectNode detail, Caller caller) {
        return detail.put("request-id", caller.requestId())
                .put("requester", caller.account())
                .put("source-ip-address", caller.sourceIp());
    }

    private void publish(String type, String bucket, ObjectNode detail) {
        ObjectNode event = JsonNodeFactory.instance.objectNode().put("source", "aws.s3");
        event.put("detail-type", type).putArray("resources").add("arn:aws:s3:::" + bucket);
        event.set("detail", detail);
        try {
            sink.publish(event);
        } catch (RuntimeException e) {
            // The change stands; an error would only make the client repeat it.
            LOG.warn("failed to publish {} of bucket {}", type, bucket, e);
        }
    }
}
