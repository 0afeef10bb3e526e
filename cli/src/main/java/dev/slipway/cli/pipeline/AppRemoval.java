package dev.slipway.cli.pipeline;

import dev.slipway.events.state.Keys;
import java.util.List;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Takes an app out of a pipeline. */
public final class AppRemoval {
    private final Site site;
    private final Clients clients;

    AppRemoval(Site site, Clients clients) {
        this.site = site;
        this.clients = clients;
    }

    /**
     * Deletes what should run before what runs, so that no launcher brings it back, and the records last: a removal that
     * was cut short can be done again.
     */
    public void remove(String app) {
        delete(Keys.desired(app));
        try {
            clients.lambda().deleteFunction(request -> request.functionName(site.appFunction(app)));
        } catch (ResourceNotFoundException e) {
            // It never came to life, or an earlier removal got this far.
        }
        Records records = new Records(site, clients);
        for (String prefix : List.of("builds/" + app + "/", Keys.SOURCES + app + "/", Keys.app(app))) {
            records.keys(prefix).forEach(this::delete);
        }
    }

    private void delete(String key) {
        clients.s3().deleteObject(request -> request.bucket(site.bucket()).key(key));
    }
}
