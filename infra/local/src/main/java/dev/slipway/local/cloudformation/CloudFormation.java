package dev.slipway.local.cloudformation;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.QueryProtocol;
import dev.slipway.local.front.XmlWriter;
import dev.slipway.local.iam.Access;
import dev.slipway.local.template.Declared;
import dev.slipway.local.template.Stack;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The calls by which clients find out what the stack is made of. */
public final class CloudFormation implements AwsService {
    private static final String STATUS = "CREATE_COMPLETE";

    private final Stack stack;
    private final String createdAt;
    private final QueryProtocol protocol = QueryProtocol.of("http://cloudformation.amazonaws.com/doc/2010-05-15/")
            .on("DescribeStacks", this::describeStacks)
            .on("ListStacks", this::listStacks)
            .on("ListStackResources", this::listResources)
            .on("DescribeStackResources", this::describeResources)
            .build();

    /** Describes a stack, whose creation time is that of this local cloud's first start. */
    public CloudFormation(Stack stack, Instant createdAt) {
        this.stack = stack;
        this.createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    @Override
    public String signingName() {
        return "cloudformation";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return protocol.accesses(request, this::needed);
    }

    /** A stack that is named has the ARN that policies can tell, ours or not. */
    private List<Access> needed(String operation, Map<String, String> parameters) {
        String named = parameters.getOrDefault("StackName", "");
        String resource = named.isEmpty() ? "*" : named.equals(stack.name()) ? stack.id() : arn(named);
        return List.of(Access.of("cloudformation:" + operation, resource));
    }

    private String arn(String named) {
        return named.startsWith("arn:") ? named : stack.account().arn("cloudformation", "stack/" + named + "/*");
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        return protocol.handle(request);
    }

    private void describeStacks(QueryProtocol.Call call, XmlWriter result) {
        String name = call.parameters().getOrDefault("StackName", "");
        if (!name.isEmpty()) {
            require(name);
        }
        result.open("Stacks").open("member");
        identity(result).element("Description", stack.description());
        result.open("Parameters");
        stack.parameters()
                .forEach((key, value) -> result.open("member")
                        .element("ParameterKey", key)
                        .element("ParameterValue", value)
                        .close());
        result.close()
                .element("CreationTime", createdAt)
                .element("StackStatus", STATUS)
                .element("DisableRollback", "false")
                .element("EnableTerminationProtection", "false");
        result.open("Capabilities").element("member", "CAPABILITY_IAM").element("member", "CAPABILITY_AUTO_EXPAND");
        result.close().open("Outputs");
        for (Stack.Output output : stack.outputs()) {
            result.open("member").element("OutputKey", output.key()).element("OutputValue", output.value());
            if (!output.description().isEmpty()) {
                result.element("Description", output.description());
            }
            result.close();
        }
        result.close().open("Tags").close().close().close();
    }

    private void listStacks(QueryProtocol.Call call, XmlWriter result) {
        result.open("StackSummaries").open("member");
        identity(result)
                .element("TemplateDescription", stack.description())
                .element("CreationTime", createdAt)
                .element("StackStatus", STATUS);
        result.close().close();
    }

    private void listResources(QueryProtocol.Call call, XmlWriter result) {
        require(call.required("StackName"));
        result.open("StackResourceSummaries");
        for (Declared resource : stack.resources()) {
            result.open("member");
            resource(resource, result)
                    .element("LastUpdatedTimestamp", createdAt)
                    .close();
        }
        result.close();
    }

    private void describeResources(QueryProtocol.Call call, XmlWriter result) {
        require(call.required("StackName"));
        String only = call.parameters().getOrDefault("LogicalResourceId", "");
        result.open("StackResources");
        for (Declared resource : stack.resources()) {
            if (only.isEmpty() || only.equals(resource.logicalId())) {
                identity(result.open("member"));
                resource(resource, result).element("Timestamp", createdAt).close();
            }
        }
        result.close();
    }

    private XmlWriter identity(XmlWriter result) {
        return result.element("StackId", stack.id()).element("StackName", stack.name());
    }

    private static XmlWriter resource(Declared resource, XmlWriter result) {
        return result.element("LogicalResourceId", resource.logicalId())
                .element("PhysicalResourceId", resource.physicalId())
                .element("ResourceType", resource.type())
                .element("ResourceStatus", STATUS);
    }

    private void require(String name) {
        if (!name.equals(stack.name()) && !name.equals(stack.id())) {
            throw new AwsException(400, "ValidationError", "Stack with id " + name + " does not exist");
        }
    }
}
