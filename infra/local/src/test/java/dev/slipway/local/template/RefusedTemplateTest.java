package dev.slipway.local.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not implemented is refused with its name and its line. */
class RefusedTemplateTest {
    @TempDir
    private Path folder;

    private Stack read(String yaml, Map<String, String> parameters) throws IOException {
        Path file = Files.writeString(folder.resolve("template.yaml"), yaml);
        Account account = new Account(Account.LOCAL_ID, "us-east-1");
        return StackReader.read(file, new StackSettings("stack", account, "127.0.0.1:5000", parameters));
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("Mappings: {}\n", 1, "section not implemented: Mappings"),
                Arguments.of("Transform: AWS::Include\n", 1, "transform not implemented"),
                Arguments.of(
                        "Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n",
                        3,
                        "type not implemented: AWS::DynamoDB::Table"),
                Arguments.of(bucket("WebsiteConfiguration: {}"), 5, "AWS::S3::Bucket.WebsiteConfiguration"),
                Arguments.of(bucket("BucketName: !FindInMap [A, B, C]"), 5, "not implemented: !FindInMap"),
                Arguments.of(bucket("BucketName: {\"Fn::ImportValue\": x}"), 5, "not implemented: Fn::ImportValue"),
                Arguments.of(bucket("BucketName: !Ref Nothing"), 5, "no parameter or resource of this name: Nothing"),
                Arguments.of(bucket("BucketName: !Sub \"${B.Arn}\""), 5, "depends on itself: B"),
                Arguments.of(bucket("BucketName: !Ref AWS::NotificationARNs"), 5, "pseudo parameter not implemented"),
                Arguments.of(bucket("BucketName: !If [Never, a, b]"), 5, "no condition of this name: Never"),
                Arguments.of(bucket("BucketName: a\n      BucketName: b"), 6, "field given twice: BucketName"),
                Arguments.of("Conditions:\n  A: !Condition B\n  B: !Condition A\n", 3, "depends on itself: A"),
                Arguments.of("Conditions:\n  A: true\n", 2, "a condition must be one of"),
                Arguments.of("Parameters:\n  P: {Type: CommaDelimitedList, Default: a}\n", 2, "type of parameter P"),
                Arguments.of("Parameters:\n  P: {Type: String}\n", 2, "Parameters: [P] must have values"),
                Arguments.of("Globals:\n  Api: {}\n", 2, "section of Globals not implemented: Api"),
                Arguments.of(
                        "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    CreationPolicy: {}\n", 4, "CreationPolicy"),
                Arguments.of("a: [\n", 2, "not YAML"));
    }

    private static String bucket(String property) {
        return "Resources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties:\n      " + property + "\n";
    }

    @ParameterizedTest
    @MethodSource("refused")
    void read_notImplemented_namesItAndItsLine(String yaml, int line, String cause) {
        assertThatThrownBy(() -> read(yaml, Map.of()))
                .isInstanceOf(TemplateException.class)
                .hasMessageStartingWith("failed to read template.yaml, line " + line + ": ")
                .hasMessageContaining(cause);
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                Arguments.of("AllowedPattern: \"[a-z]+\"", "A", "must match pattern [a-z]+"),
                Arguments.of("AllowedValues: [a, b]", "c", "must be one of [a, b]"),
                Arguments.of("MaxLength: 2", "abc", "at most 2"),
                Arguments.of("AllowedValues: [a]\n    ConstraintDescription: only a", "c", "constraint: only a"));
    }

    @ParameterizedTest
    @MethodSource("violations")
    void read_parameterAgainstItsConstraint_isRefused(String constraint, String value, String cause) {
        String yaml = "Parameters:\n  P:\n    Type: String\n    " + constraint + "\n";
        assertThatThrownBy(() -> read(yaml, Map.of("P", value)))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(cause);
    }

    @Test
    void read_numberOutOfRange_isRefused() {
        String yaml = "Parameters:\n  P: {Type: Number, MinValue: 2, MaxValue: 4}\n";
        assertThatThrownBy(() -> read(yaml, Map.of("P", "5"))).hasMessageContaining("not greater than 4");
        assertThatThrownBy(() -> read(yaml, Map.of("P", "1"))).hasMessageContaining("not less than 2");
        assertThatThrownBy(() -> read(yaml, Map.of("P", "x"))).hasMessageContaining("must be a number");
        assertThatThrownBy(() -> read(yaml, Map.of("Q", "1"))).hasMessageContaining("no parameter of this name: Q");
    }

    @Test
    void read_functions_resolveAsCloudFormationDoes() throws IOException {
        Stack stack = read("""
                Parameters:
                  P: {Type: String, Default: a-b-c}
                Conditions:
                  Apart: !Or [!Equals [!Ref P, x], !Not [{Condition: Both}]]
                  Both: !And [!Equals [a, b], !Equals [a, a]]
                Resources:
                  Gone: {Type: "AWS::S3::Bucket", Condition: Both}
                Outputs:
                  Join: {Value: !Join ["/", [a, !Ref P]]}
                  Select: {Value: !Select [1, !Split ["-", !Ref P]]}
                  Sub: {Value: !Sub ["${X}${!Y}${AWS::Region}", {X: !If [Apart, 1, 2]}]}
                  Long: {Value: {"Fn::Join": ["", ["Fn", "::"]]}}
                  Gone: {Value: !Ref Gone, Condition: Both}
                """, Map.of());
        assertThat(stack.outputs())
                .extracting(output -> output.key() + "=" + output.value())
                .containsExactly("Join=a/a-b-c", "Select=b", "Sub=1${Y}us-east-1", "Long=Fn::");
        assertThat(stack.resources()).isEmpty();
    }
}
