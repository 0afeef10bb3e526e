package dev.slipway.cli.bootstrap;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What there is of a pipeline.
 *
 * @param apps that have a function, each with the URL that it is live at, if it is
 * @param stack the status of the stack; absent where there is none
 * @param bucket whether the pipeline's bucket is there
 */
public record Inventory(Place place, Map<String, Optional<String>> apps, Optional<String> stack, boolean bucket) {
    public Inventory {
        apps = Collections.unmodifiableMap(new LinkedHashMap<>(new TreeMap<>(apps)));
    }

    /** Says whether nothing is left to remove. */
    public boolean isEmpty(boolean emptyBucket) {
        return apps.isEmpty() && stack.isEmpty() && !(bucket && emptyBucket);
    }

    /** Returns a line for each thing that goes, or stays. */
    public List<String> lines(boolean emptyBucket) {
        List<String> lines = new ArrayList<>();
        apps.forEach((app, url) ->
                lines.add("app " + app + url.map(live -> ", LIVE at " + live).orElse(", not live")));
        stack.ifPresent(status -> lines.add("stack " + place.stack() + " (" + status
                + ") with its functions, workflow, build project, roles and all images of the apps"));
        if (bucket) {
            lines.add("bucket " + place.pipelineBucket()
                    + (emptyBucket
                            ? " with all sources, records and versions of them"
                            : ": STAYS with its sources and records; --empty-bucket removes it"));
        }
        lines.add("bucket " + place.codeBucket() + ": STAYS, other pipelines may use it");
        return lines;
    }
}
