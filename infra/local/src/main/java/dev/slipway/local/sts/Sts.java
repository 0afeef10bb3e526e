package dev.slipway.local.sts;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.front.AwsRequest;
import dev.slipway.local.front.AwsResponse;
import dev.slipway.local.front.AwsService;
import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.front.QueryProtocol;
import dev.slipway.local.front.SessionToken;
import dev.slipway.local.front.XmlWriter;
import dev.slipway.local.iam.Access;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** GetCallerIdentity and AssumeRole. A role has one set of credentials here, whichever session asks for it. */
public final class Sts implements AwsService {
    private static final String ROLE = ":role/";

    private final Principals principals;
    private final Clock clock;
    private final QueryProtocol protocol = QueryProtocol.of("https://sts.amazonaws.com/doc/2011-06-15/")
            .on("GetCallerIdentity", Sts::getCallerIdentity)
            .on("AssumeRole", this::assumeRole)
            .build();

    /** Answers for these principals. */
    public Sts(Principals principals, Clock clock) {
        this.principals = principals;
        this.clock = clock;
    }

    @Override
    public String signingName() {
        return "sts";
    }

    @Override
    public List<Access> accesses(AwsRequest request) {
        return protocol.accesses(request, Sts::needed);
    }

    /** Everybody may ask who they are. Whom a role trusts is not looked at: this is how to try out what it may do. */
    private static List<Access> needed(String operation, Map<String, String> parameters) {
        return operation.equals("AssumeRole")
                ? List.of(Access.of("sts:AssumeRole", parameters.getOrDefault("RoleArn", "*")))
                : List.of();
    }

    @Override
    public AwsResponse handle(AwsRequest request) {
        return protocol.handle(request);
    }

    private static void getCallerIdentity(QueryProtocol.Call call, XmlWriter result) {
        Principal caller = call.principal();
        result.element("Arn", caller.arn()).element("UserId", userId(caller)).element("Account", caller.account());
    }

    private void assumeRole(QueryProtocol.Call call, XmlWriter result) {
        String roleArn = call.required("RoleArn");
        String session = call.required("RoleSessionName");
        Principal role = role(roleArn, call.principal());
        String expiration = clock.instant()
                .plus(Duration.ofHours(1))
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        result.open("Credentials")
                .element("AccessKeyId", role.accessKeyId())
                .element("SecretAccessKey", role.secretAccessKey())
                .element("SessionToken", SessionToken.of(role))
                .element("Expiration", expiration)
                .close();
        result.open("AssumedRoleUser")
                .element("AssumedRoleId", role.accessKeyId() + ":" + session)
                .element("Arn", assumedRolePrefix(roleArn) + session)
                .close();
    }

    private Principal role(String roleArn, Principal caller) {
        if (roleArn.contains(ROLE)) {
            String prefix = assumedRolePrefix(roleArn);
            for (Principal principal : principals.all()) {
                if (principal.arn().startsWith(prefix)) {
                    return principal;
                }
            }
        }
        throw new AwsException(
                403,
                "AccessDenied",
                "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
                        .formatted(caller.arn(), roleArn));
    }

    /** Turns the ARN of a role into what the ARNs of its sessions begin with. */
    private static String assumedRolePrefix(String roleArn) {
        return roleArn.replace("arn:aws:iam:", "arn:aws:sts:").replace(ROLE, ":assumed-role/") + "/";
    }

    private static String userId(Principal principal) {
        String arn = principal.arn();
        boolean role = arn.contains(":assumed-role/");
        return role
                ? principal.accessKeyId() + arn.substring(arn.lastIndexOf('/')).replace('/', ':')
                : principal.accessKeyId();
    }
}
