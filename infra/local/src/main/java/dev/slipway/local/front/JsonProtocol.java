package dev.slipway.local.front;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.local.iam.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** AWS JSON 1.0 and 1.1: X-Amz-Target names the operation, a JSON object goes in and another comes out. */
public final class JsonProtocol {
    private final String prefix;
    private final Members members;
    private final Map<String, Operation> operations;

    private JsonProtocol(String prefix, Members members, Map<String, Operation> operations) {
        this.prefix = prefix;
        this.members = members;
        this.operations = Map.copyOf(operations);
    }

    /**
     * Begins the operations of one service.
     *
     * @param target what stands before the dot in X-Amz-Target: {@code AWSStepFunctions}
     * @param members of all inputs
     */
    public static Builder of(String target, Members members) {
        return new Builder(target + ".", members);
    }

    /**
     * Tells what a call needs to be allowed.
     *
     * @throws AwsException UnknownOperationException or SerializationException
     */
    public List<Access> accesses(AwsRequest request, Accesses of) {
        operation(request);
        return of.accesses(target(request).substring(prefix.length()), input(request));
    }

    /**
     * Answers a call by its operation.
     *
     * @throws AwsException as the operation throws it; UnknownOperationException or SerializationException of our own
     */
    public AwsResponse handle(AwsRequest request) {
        JsonNode answer = operation(request).answer(input(request), request);
        String type = request.header("content-type").orElse("application/x-amz-json-1.1");
        return new AwsResponse(200, Map.of("content-type", type), answer.toString());
    }

    private static String target(AwsRequest request) {
        return request.header("x-amz-target").orElse("");
    }

    private Operation operation(AwsRequest request) {
        String target = target(request);
        Operation operation = target.startsWith(prefix) ? operations.get(target.substring(prefix.length())) : null;
        if (operation == null) {
            throw new AwsException(400, "UnknownOperationException", "the local cloud has no operation " + target);
        }
        return operation;
    }

    private JsonNode input(AwsRequest request) {
        try {
            return members.read(request.body());
        } catch (JsonProcessingException e) {
            throw new AwsException(
                    400, "SerializationException", "the body is not a JSON object: " + e.getOriginalMessage());
        }
    }

    /** What the calls of a service need to be allowed. */
    @FunctionalInterface
    public interface Accesses {
        /** Returns the accesses of an operation for its input. */
        List<Access> accesses(String operation, JsonNode input);
    }

    /** One operation. */
    @FunctionalInterface
    public interface Operation {
        /**
         * Answers a call.
         *
         * @param input an object whose members have their types
         * @param request where the input is from, for its headers and principal
         */
        JsonNode answer(JsonNode input, AwsRequest request);
    }

    /** Collects the operations of a service. */
    public static final class Builder {
        private final String prefix;
        private final Members members;
        private final Map<String, Operation> operations = new HashMap<>();

        private Builder(String prefix, Members members) {
            this.prefix = prefix;
            this.members = members;
        }

        /** Adds an operation that needs its input only. */
        public Builder on(String name, Function<JsonNode, ? extends JsonNode> operation) {
            return onRequest(name, (input, request) -> operation.apply(input));
        }

        /** Adds an operation that also needs the request's headers or principal. */
        public Builder onRequest(String name, Operation operation) {
            operations.put(name, operation);
            return this;
        }

        /** Ends the list. */
        public JsonProtocol build() {
            return new JsonProtocol(prefix, members, operations);
        }
    }
}
