package dev.slipway.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.lambda.function.Arns;
import dev.slipway.local.lambda.function.FunctionName;
import dev.slipway.local.lambda.function.FunctionRecord;
import dev.slipway.local.lambda.function.FunctionStore;
import dev.slipway.local.lambda.function.Refusals;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The calls about resource policies, which say who may invoke a function. */
final class PolicyCalls {
    private static final String NONE = "The resource you requested does not exist.";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FunctionStore store;
    private final Arns arns;

    PolicyCalls(FunctionStore store, Arns arns) {
        this.store = store;
        this.arns = arns;
    }

    AwsResponse add(Call call) {
        FunctionName name = call.name();
        String sid = call.required("StatementId");
        ObjectNode statement = statement(call, arns.of(name));
        store.update(name.name(), arns.of(name), record -> {
            requireQualifier(record, name);
            refuseOldRevision(call, record, name);
            List<JsonNode> statements = statements(record, name);
            if (statements.stream().anyMatch(one -> one.path("Sid").asText().equals(sid))) {
                throw Refusals.conflict("The statement id (" + sid + ") provided already exists."
                        + " Please provide a new statement id, or remove the existing statement.");
            }
            statements.add(statement);
            return with(record, name, statements);
        });
        return Call.json(201, JSON.createObjectNode().put("Statement", statement.toString()));
    }

    AwsResponse get(Call call) {
        FunctionName name = call.name();
        FunctionRecord record = store.find(name.name()).orElseThrow(() -> Refusals.functionNotFound(arns.of(name)));
        List<JsonNode> statements = statements(record, name);
        if (statements.isEmpty()) {
            throw Refusals.notFound(NONE);
        }
        String policy = policy(statements);
        return Call.json(200, JSON.createObjectNode().put("Policy", policy).put("RevisionId", revision(policy)));
    }

    AwsResponse remove(Call call) {
        FunctionName name = call.name();
        store.update(name.name(), arns.of(name), record -> {
            List<JsonNode> statements = statements(record, name);
            if (statements.isEmpty()) {
                throw Refusals.notFound("No policy is associated with the given resource.");
            }
            if (!statements.removeIf(one -> one.path("Sid").asText().equals(call.item()))) {
                throw Refusals.notFound("Statement " + call.item() + " is not found in resource policy.");
            }
            return with(record, name, statements);
        });
        return Call.empty(204);
    }

    private static ObjectNode statement(Call call, String resource) {
        String principal = call.required("Principal");
        ObjectNode statement =
                JSON.createObjectNode().put("Sid", call.required("StatementId")).put("Effect", "Allow");
        if (principal.equals("*")) {
            statement.put("Principal", "*");
        } else if (principal.endsWith(".amazonaws.com")) {
            statement.putObject("Principal").put("Service", principal);
        } else {
            statement
                    .putObject("Principal")
                    .put("AWS", principal.matches("[0-9]{12}") ? "arn:aws:iam::" + principal + ":root" : principal);
        }
        statement.put("Action", call.required("Action")).put("Resource", resource);
        ObjectNode conditions = JSON.createObjectNode();
        call.text("FunctionUrlAuthType")
                .ifPresent(type -> conditions.withObject("/StringEquals").put("lambda:FunctionUrlAuthType", type));
        call.text("SourceAccount")
                .ifPresent(account -> conditions.withObject("/StringEquals").put("AWS:SourceAccount", account));
        call.text("SourceArn")
                .ifPresent(arn -> conditions.withObject("/ArnLike").put("AWS:SourceArn", arn));
        JsonNode viaUrl = call.body().get("InvokedViaFunctionUrl");
        if (viaUrl != null && !viaUrl.isNull()) {
            conditions.withObject("/Bool").put("lambda:InvokedViaFunctionUrl", viaUrl.asText());
        }
        if (!conditions.isEmpty()) {
            statement.set("Condition", conditions);
        }
        return statement;
    }

    private void requireQualifier(FunctionRecord record, FunctionName name) {
        if (record.find(name.effectiveQualifier()).isEmpty()) {
            throw Refusals.functionNotFound(arns.of(name));
        }
    }

    private static void refuseOldRevision(Call call, FunctionRecord record, FunctionName name) {
        call.text("RevisionId")
                .filter(id -> !id.equals(revision(policy(statements(record, name)))))
                .ifPresent(id -> {
                    throw Refusals.precondition("Policy");
                });
    }

    private static List<JsonNode> statements(FunctionRecord record, FunctionName name) {
        return new ArrayList<>(record.policies().getOrDefault(key(name), List.of()));
    }

    private static FunctionRecord with(FunctionRecord record, FunctionName name, List<JsonNode> statements) {
        Map<String, List<JsonNode>> policies = new TreeMap<>(record.policies());
        policies.put(key(name), statements);
        return record.withPolicies(policies);
    }

    private static String key(FunctionName name) {
        return name.qualifier() == null ? "" : name.qualifier();
    }

    private static String policy(List<JsonNode> statements) {
        ObjectNode policy = JSON.createObjectNode().put("Version", "2012-10-17").put("Id", "default");
        policy.putArray("Statement").addAll(statements);
        return policy.toString();
    }

    private static String revision(String policy) {
        return UUID.nameUUIDFromBytes(policy.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
