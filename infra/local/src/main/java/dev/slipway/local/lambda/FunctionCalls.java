package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.FunctionUrl;
import dev.slipway.local.lambda.function.Refusals;
import java.util.List;
import java.util.Optional;

/** The calls that make, change, read and remove functions. */
final class FunctionCalls {
    private final FunctionStore store;
    private final Arns arns;
    private final Rendering rendering;
    private final ImageCode code;
    private final Settling settling;
    private final Publishing publishing;
    private final Urls urls;

    FunctionCalls(FunctionStore store, Arns arns, ImageCode code, Settling settling, Publishing publishing, Urls urls) {
        this.store = store;
        this.arns = arns;
        this.rendering = new Rendering(arns);
        this.code = code;
        this.settling = settling;
        this.publishing = publishing;
        this.urls = urls;
    }

    AwsResponse create(Call call) {
        String name = FunctionName.parse(call.required("FunctionName"), Optional.empty())
                .name();
        JsonNode imageUri = call.body().at("/Code/ImageUri");
        if (!imageUri.isTextual()) {
            throw Refusals.invalid("The local cloud runs zip functions as its template declares them;"
                    + " CreateFunction takes Code.ImageUri only.");
        }
        Configuration latest = ConfigurationRequest.create(
                call, code.resolve(arns.function(name, null), imageUri.asText()), settling.now());
        requireTrust(latest);
        store.create(FunctionRecord.of(latest));
        Configuration answer = latest;
        if (call.body().path("Publish").asBoolean()) {
            answer = publishing.publish(name, null);
        }
        settling.start(latest);
        return Call.json(
                201, rendering.configuration(answer, call.body().path("Publish").asBoolean() ? "1" : null));
    }

    private void requireTrust(Configuration configuration) {
        if (!code.access().assumes(configuration.role())) {
            throw Refusals.invalid("The role defined for the function cannot be assumed by Lambda.");
        }
    }

    AwsResponse get(Call call) {
        Configuration found = find(call.name());
        return Call.json(200, rendering.function(found, call.name().qualifier()));
    }

    AwsResponse getConfiguration(Call call) {
        Configuration found = find(call.name());
        return Call.json(200, rendering.configuration(found, call.name().qualifier()));
    }

    AwsResponse updateConfiguration(Call call) {
        FunctionRecord record = store.update(call.name().name(), arns.of(call.name()), before -> {
            refuseUnlessReady(before, call);
            Configuration changed =
                    ConfigurationRequest.update(call, before.latest(), Configuration.Progress.UPDATING, settling.now());
            requireTrust(changed);
            return before.withLatest(changed);
        });
        settling.start(record.latest());
        return Call.json(200, rendering.configuration(record.latest(), null));
    }

    AwsResponse updateCode(Call call) {
        FunctionName name = call.name();
        FunctionRecord existing = store.find(name.name()).orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
        refuseUnlessReady(existing, call);
        Configuration.Code image = code.resolve(arns.function(name.name(), null), call.required("ImageUri"));
        boolean publish = call.body().path("Publish").asBoolean();
        FunctionRecord record = store.update(name.name(), arns.of(name), before -> {
            refuseUnlessReady(before, call);
            return before.withLatest(before.latest().withCode(image, Configuration.Progress.UPDATING, settling.now()));
        });
        Configuration answer = publish ? publishing.publish(name.name(), null) : record.latest();
        settling.start(record.latest());
        return Call.json(200, rendering.configuration(answer, publish ? answer.version() : null));
    }

    AwsResponse list(Call call) {
        boolean all = call.query("FunctionVersion").filter("ALL"::equals).isPresent();
        List<ObjectNode> functions = store.all().stream()
                .flatMap(record -> all ? record.all().stream() : List.of(record.latest()).stream())
                .map(function -> rendering.configuration(function, all ? function.version() : null))
                .toList();
        return Call.json(200, Rendering.page("Functions", functions, call));
    }

    AwsResponse delete(Call call) {
        FunctionName name = call.name();
        FunctionRecord record = store.find(name.name()).orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
        if (store.isDeclared(name.name())) {
            throw Refusals.invalid("The template declares " + name.name() + "; it cannot be deleted here.");
        }
        if (name.qualifier() != null) {
            deleteVersion(name, name.qualifier());
        } else {
            store.delete(name.name());
            record.urls().values().stream().map(FunctionUrl::port).forEach(urls::close);
            settling.stop(name.name());
        }
        return Call.empty(204);
    }

    private void deleteVersion(FunctionName name, String qualifier) {
        if (!qualifier.matches("[0-9]{1,9}")) {
            throw Refusals.invalid("$LATEST version cannot be deleted without deleting the function.");
        }
        store.update(name.name(), arns.of(name), record -> {
            if (record.find(qualifier).isEmpty()) {
                throw Refusals.functionNotFound(arns.of(name));
            }
            if (record.routesTo(qualifier)) {
                throw Refusals.conflict(
                        "Unable to delete version " + qualifier + " because the following aliases reference it: "
                                + record.aliases().values().stream()
                                        .filter(alias -> alias.leadsTo(qualifier))
                                        .map(alias -> alias.name())
                                        .toList());
            }
            return record.withoutVersion(Integer.parseInt(qualifier));
        });
    }

    private Configuration find(FunctionName name) {
        return store.find(name.name())
                .flatMap(record -> record.find(name.effectiveQualifier()))
                .orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
    }

    private void refuseUnlessReady(FunctionRecord record, Call call) {
        publishing.refuseWhileSettling(record);
        call.text("RevisionId")
                .filter(revision -> !revision.equals(record.latest().revisionId()))
                .ifPresent(revision -> {
                    throw Refusals.precondition("Function");
                });
    }
}
