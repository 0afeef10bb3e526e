package dev.slipway.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PolicyTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text.replace('\'', '"'));
        } catch (java.io.IOException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Policy policy(String... statements) {
        return Policy.read("P", json("{'Statement':[" + String.join(",", statements) + "]}"));
    }

    @ParameterizedTest
    @CsvSource({
        "s3:GetObject,    arn:aws:s3:::b/a/x,    true",
        "S3:getobject,    arn:aws:s3:::b/a/x,    true",
        "s3:PutObject,    arn:aws:s3:::b/a/x,    true",
        "s3:PutObjectAcl, arn:aws:s3:::b/a/x,    false",
        "s3:GetObject,    arn:aws:s3:::b/A/x,    false",
        "s3:GetObject,    arn:aws:s3:::b/a,      false",
        "s3:GetObject,    arn:aws:s3:::b/a/x/y,  true",
        "s3:ListBucket,   arn:aws:s3:::b,        true",
        "s3:ListBucket,   arn:aws:s3:::bb,       false",
        "s3:ListBuckets,  *,                     false"
    })
    void decide_wildcards_crossSlashesAndCountCaseInResourcesOnly(String action, String resource, boolean allowed) {
        Policy policy = policy(
                "{'Sid':'A','Effect':'Allow','Action':['s3:GetObject','s3:?utObject'],'Resource':'arn:aws:s3:::b/a/*'}",
                "{'Sid':'B','Effect':'Allow','Action':'s3:List*','Resource':['arn:aws:s3:::b']}");

        assertThat(policy.decide(Access.of(action, resource)).allowed()).isEqualTo(allowed);
    }

    @Test
    void decide_explicitDeny_winsWhereverItStands() {
        Policy policy = policy(
                "{'Sid':'A','Effect':'Allow','Action':'*','Resource':'*'}",
                "{'Sid':'D','Effect':'Deny','Action':'s3:*','Resource':'arn:aws:s3:::b/secret/*'}");

        assertThat(policy.decide(Access.of("s3:GetObject", "arn:aws:s3:::b/a")))
                .isEqualTo(new Decision(true, List.of("P.A")));
        assertThat(policy.decide(Access.of("s3:GetObject", "arn:aws:s3:::b/secret/a")))
                .isEqualTo(new Decision(false, List.of("P.D")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'StringEquals':{'k':['a','b']}}    | b    | true
            {'StringEquals':{'K':'a'}}          | a    | true
            {'StringEquals':{'k':'a'}}          | A    | false
            {'StringEquals':{'k':'a'}}          |      | false
            {'StringEqualsIfExists':{'k':'a'}}  |      | true
            {'StringEqualsIfExists':{'k':'a'}}  | b    | false
            {'StringLike':{'k':'a*'}}           | ab   | true
            {'ArnLike':{'k':'arn:*:f:x-?'}}     | arn:aws:f:x-1 | true
            {'Bool':{'k':'true'}}               | True | true
            {'Bool':{'k':true}}                 | false | false
            {'StringEquals':{'k':'a','l':'b'}}  | a    | false
            """)
    void decide_condition_holdsForEachKeyWithOneOfItsValues(String condition, String value, boolean allowed) {
        Policy policy = policy("{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':%s}".formatted(condition));

        Map<String, String> context = value == null ? Map.of() : Map.of("k", value);
        assertThat(policy.decide(new Access("a:b", "*", context)).allowed()).isEqualTo(allowed);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                                   | policy P has no Statement
            {'Statement':{'Effect':'Allow','NotAction':'a:b','Resource':'*'}}    | policy element not implemented: NotAction
            {'Statement':{'Effect':'allow','Action':'a:b','Resource':'*'}}       | Effect must be Allow or Deny: allow
            {'Statement':{'Effect':'Allow','Resource':'*'}}                      | Action is missing
            {'Statement':{'Effect':'Allow','Action':'a:b'}}                      | Resource is missing
            {'Statement':{'Effect':'Allow','Action':1,'Resource':'*'}}           | Action must be a text or a list of texts
            {'Statement':{'Effect':'Allow','Action':'a:b','Resource':'x${aws:username}'}} | policy variable not implemented: x${aws:username}
            {'Statement':{'Effect':'Allow','Action':'a:b','Resource':'*','Condition':{'DateLessThan':{'k':'1'}}}} | condition operator not implemented: DateLessThan
            """)
    void read_whatIsNotImplemented_isRefusedByName(String document, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Policy.read("P", json(document)))
                .withMessage(message);
    }

    @Test
    void resourcePolicy_letsAServiceDoItsPartWithTheResourceAlone() {
        Map<String, Policy> policies = ResourcePolicy.read(
                "repo",
                json(
                        "{'Statement':[{'Sid':'L','Effect':'Allow','Principal':{'Service':'lambda.amazonaws.com'},"
                                + "'Action':['ecr:BatchGetImage'],'Condition':{'StringLike':{'aws:sourceArn':'arn:f:app-*'}}}]}"),
                "arn:repo");

        Policy lambda = policies.get("lambda.amazonaws.com");
        Map<String, String> app = Map.of("aws:SourceArn", "arn:f:app-1");
        assertThat(lambda.decide(new Access("ecr:BatchGetImage", "arn:repo", app))
                        .allowed())
                .isTrue();
        assertThat(lambda.decide(new Access("ecr:BatchGetImage", "arn:other", app))
                        .allowed())
                .isFalse();
        assertThat(lambda.decide(Access.of("ecr:BatchGetImage", "arn:repo")).allowed())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'*'", "{'AWS':'*'}", "{'Service':'a','AWS':'b'}", "{'Service':['a','b']}"})
    void resourcePolicy_principalOfAnotherKind_isRefused(String principal) {
        JsonNode document =
                json("{'Statement':[{'Effect':'Allow','Principal':" + principal + ",'Action':'sts:AssumeRole'}]}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResourcePolicy.read("role", document, "arn:role"))
                .withMessage("Principal must be one Service or one Federated; no other is implemented");
    }
}
