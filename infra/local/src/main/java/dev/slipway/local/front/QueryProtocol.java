package dev.slipway.local.front;

import dev.slipway.local.iam.Access;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The Query protocol: a form with the operation in Action goes in, XML comes out. */
public final class QueryProtocol {
    private final String namespace;
    private final Map<String, Operation> operations;

    private QueryProtocol(String namespace, Map<String, Operation> operations) {
        this.namespace = namespace;
        this.operations = Map.copyOf(operations);
    }

    /**
     * Begins the operations of one service.
     *
     * @param namespace of the XML, such as {@code https://sts.amazonaws.com/doc/2011-06-15/}
     */
    public static Builder of(String namespace) {
        return new Builder(namespace);
    }

    /**
     * Tells what a call needs to be allowed.
     *
     * @throws AwsException InvalidAction where there is no such operation
     */
    public List<Access> accesses(AwsRequest request, Accesses of) {
        Map<String, String> parameters = parameters(request);
        operation(parameters);
        return of.accesses(parameters.getOrDefault("Action", ""), parameters);
    }

    /**
     * Answers a call by its operation.
     *
     * @throws AwsException as the operation throws it, or InvalidAction of our own
     */
    public AwsResponse handle(AwsRequest request) {
        Map<String, String> parameters = parameters(request);
        String action = parameters.getOrDefault("Action", "");
        Operation operation = operation(parameters);
        String requestId = UUID.randomUUID().toString();
        XmlWriter xml = new XmlWriter();
        xml.open(action + "Response", namespace).open(action + "Result");
        operation.answer(new Call(parameters, request.principal()), xml);
        xml.close().open("ResponseMetadata").element("RequestId", requestId).close();
        String body = xml.close().toString();
        return new AwsResponse(200, Map.of("content-type", "text/xml", "x-amzn-requestid", requestId), body);
    }

    private static Map<String, String> parameters(AwsRequest request) {
        Map<String, String> parameters = new HashMap<>();
        request.query().forEach((name, values) -> parameters.put(name, values.get(0)));
        parameters.putAll(UriText.form(request.body()));
        return parameters;
    }

    private Operation operation(Map<String, String> parameters) {
        String action = parameters.getOrDefault("Action", "");
        Operation operation = operations.get(action);
        if (operation == null) {
            throw new AwsException(400, "InvalidAction", "Could not find operation " + action);
        }
        return operation;
    }

    /** What the calls of a service need to be allowed. */
    @FunctionalInterface
    public interface Accesses {
        /** Returns the accesses of an operation for its parameters. */
        List<Access> accesses(String operation, Map<String, String> parameters);
    }

    /** One operation. */
    @FunctionalInterface
    public interface Operation {
        /** Answers a call by writing what stands inside the Result element. */
        void answer(Call call, XmlWriter result);
    }

    /**
     * A call's form.
     *
     * @param parameters lists and structures flattened, as in {@code Tags.member.1.Key}
     */
    public record Call(Map<String, String> parameters, Principal principal) {

        public Call {
            parameters = Map.copyOf(parameters);
        }

        /**
         * Returns a parameter.
         *
         * @throws AwsException ValidationError where it is missing or empty
         */
        public String required(String name) {
            String value = parameters.getOrDefault(name, "");
            if (value.isEmpty()) {
                throw new AwsException(400, "ValidationError", "The request must contain the parameter " + name);
            }
            return value;
        }
    }

    /** Collects the operations of a service. */
    public static final class Builder {
        private final String namespace;
        private final Map<String, Operation> operations = new HashMap<>();

        private Builder(String namespace) {
            this.namespace = namespace;
        }

        /** Adds an operation. */
        public Builder on(String name, Operation operation) {
            operations.put(name, operation);
            return this;
        }

        /** Ends the list. */
        public QueryProtocol build() {
            return new QueryProtocol(namespace, operations);
        }
    }
}
