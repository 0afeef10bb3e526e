package dev.slipway.cli.bootstrap;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.cloudformation.model.ChangeAction;
import software.amazon.awssdk.services.cloudformation.model.PolicyAction;
import software.amazon.awssdk.services.cloudformation.model.Replacement;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

/**
 * What a change set does to one resource.
 *
 * @param kind the word for it
 * @param resource its name in the template
 * @param consequence what a person should know of it, or nothing
 */
public record Change(Kind kind, String resource, String type, String consequence) {
    private static final List<String> HOLD_DATA =
            List.of("AWS::S3::Bucket", "AWS::ECR::Repository", "AWS::Logs::LogGroup");

    /** The order is that of the table: what may hurt comes first. */
    public enum Kind {
        REMOVE,
        REPLACE,
        MAY_REPLACE,
        MODIFY,
        IMPORT,
        ADD;

        /** Returns the word for a person. */
        public String word() {
            return this == MAY_REPLACE ? "may replace" : name().toLowerCase(Locale.ROOT);
        }
    }

    static Change of(ResourceChange change) {
        Kind kind = kindOf(change);
        return new Change(kind, change.logicalResourceId(), change.resourceType(), consequence(kind, change));
    }

    /** Orders changes as they are shown. */
    static Comparator<Change> order() {
        return Comparator.comparing(Change::kind).thenComparing(Change::type).thenComparing(Change::resource);
    }

    private static Kind kindOf(ResourceChange change) {
        ChangeAction action = change.action();
        if (action == ChangeAction.ADD) {
            return Kind.ADD;
        }
        if (action == ChangeAction.REMOVE) {
            return Kind.REMOVE;
        }
        if (action == ChangeAction.IMPORT) {
            return Kind.IMPORT;
        }
        if (change.replacement() == Replacement.TRUE) {
            return Kind.REPLACE;
        }
        return change.replacement() == Replacement.CONDITIONAL ? Kind.MAY_REPLACE : Kind.MODIFY;
    }

    private static String consequence(Kind kind, ResourceChange change) {
        boolean holdsData = HOLD_DATA.contains(change.resourceType());
        PolicyAction policy = change.policyAction();
        if (policy == PolicyAction.RETAIN || policy == PolicyAction.REPLACE_AND_RETAIN) {
            return kind == Kind.REMOVE ? "it stays, outside the stack" : "a new one takes its place; the old one stays";
        }
        return switch (kind) {
            case REPLACE ->
                holdsData ? "a new one takes its place; what is in it is LOST" : "a new one takes its place";
            case MAY_REPLACE -> holdsData ? "perhaps a new one takes its place, without what is in it" : "";
            case REMOVE -> holdsData ? "what is in it is LOST" : "";
            case IMPORT -> "it is there already";
            case MODIFY, ADD -> "";
        };
    }
}
