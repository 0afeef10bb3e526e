package dev.slipway.cli.pipeline;

import java.nio.file.Path;
import java.util.function.LongConsumer;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Uploads archives under the hash of what is in them: whoever comes first has uploaded for all. */
public final class Uploads {
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONFLICT = 409;
    private static final int ATTEMPTS = 4;

    private final Site site;
    private final Clients clients;

    Uploads(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    /**
     * Uploads an archive unless it is there by now.
     *
     * @param sent hears how many bytes have been read for sending, again and again; from the start when it begins anew
     */
    public void put(String key, Path archive, LongConsumer sent) {
        for (int attempt = 1; ; attempt++) {
            try {
                clients.s3()
                        .putObject(
                                request ->
                                        request.bucket(site.bucket()).key(key).ifNoneMatch("*"),
                                body(archive, sent));
                return;
            } catch (S3Exception e) {
                if (e.statusCode() == PRECONDITION_FAILED) {
                    return;
                }
                if (e.statusCode() != CONFLICT || attempt == ATTEMPTS) {
                    throw e;
                }
            } catch (SdkClientException e) {
                // A lost connection leaves the outcome unknown; a refused upload is cut short as well.
                if (exists(key)) {
                    return;
                }
                throw e;
            }
        }
    }

    private static RequestBody body(Path archive, LongConsumer sent) {
        RequestBody file = RequestBody.fromFile(archive);
        return RequestBody.fromContentProvider(
                () -> new CountedInput(file.contentStreamProvider().newStream(), sent),
                file.optionalContentLength().orElseThrow(),
                file.contentType());
    }

    private boolean exists(String key) {
        try {
            clients.s3().headObject(request -> request.bucket(site.bucket()).key(key));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        }
    }
}
