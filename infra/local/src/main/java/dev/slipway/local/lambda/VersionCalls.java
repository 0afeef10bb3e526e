package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.Refusals;
import java.util.List;

/** The calls about published versions. */
final class VersionCalls {
    private final FunctionStore store;
    private final Arns arns;
    private final Rendering rendering;
    private final Publishing publishing;

    VersionCalls(FunctionStore store, Arns arns, Publishing publishing) {
        this.store = store;
        this.arns = arns;
        this.rendering = new Rendering(arns);
        this.publishing = publishing;
    }

    AwsResponse publish(Call call) {
        String name = call.name().name();
        Configuration version =
                publishing.publish(name, call.text("Description").orElse(null), record -> check(call, record));
        return Call.json(201, rendering.version(version));
    }

    AwsResponse list(Call call) {
        FunctionName name = call.name();
        FunctionRecord record = store.find(name.name()).orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
        List<ObjectNode> versions =
                record.all().stream().map(rendering::version).toList();
        return Call.json(200, Rendering.page("Versions", versions, call));
    }

    private void check(Call call, FunctionRecord record) {
        publishing.refuseWhileSettling(record);
        call.text("RevisionId")
                .filter(revision -> !revision.equals(record.latest().revisionId()))
                .ifPresent(revision -> {
                    throw Refusals.precondition("Function");
                });
        String current = record.latest().code().sha256();
        call.text("CodeSha256").filter(sha -> !sha.equals(current)).ifPresent(sha -> {
            throw Refusals.invalid("CodeSHA256 (" + sha + ") is different from current CodeSHA256 in $LATEST ("
                    + current + "). Please try again with the CodeSHA256 in $LATEST.");
        });
    }
}
