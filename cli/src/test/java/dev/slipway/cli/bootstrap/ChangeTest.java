package dev.slipway.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.model.ResourceChange;

class ChangeTest {
    @Test
    void of_modificationWithoutReplacement_isAModification() {
        Change change = change("Modify", "AWS::Lambda::Function", c -> c.replacement("False"));

        assertThat(change).isEqualTo(new Change(Change.Kind.MODIFY, "Thing", "AWS::Lambda::Function", ""));
    }

    @Test
    void of_replacementOfWhatHoldsData_saysThatItIsLost() {
        Change change = change("Modify", "AWS::ECR::Repository", c -> c.replacement("True"));

        assertThat(change.kind()).isEqualTo(Change.Kind.REPLACE);
        assertThat(change.consequence()).contains("LOST");
    }

    @Test
    void of_replacementOfWhatIsKept_saysThatTheOldOneStays() {
        Change change =
                change("Modify", "AWS::S3::Bucket", c -> c.replacement("True").policyAction("ReplaceAndRetain"));

        assertThat(change.consequence()).isEqualTo("a new one takes its place; the old one stays");
    }

    @Test
    void of_removalOfWhatIsKept_saysThatItStays() {
        Change change = change("Remove", "AWS::Lambda::Version", c -> c.policyAction("Retain"));

        assertThat(change.kind()).isEqualTo(Change.Kind.REMOVE);
        assertThat(change.consequence()).isEqualTo("it stays, outside the stack");
    }

    @Test
    void of_conditionalReplacement_isOnlyPossible() {
        assertThat(change("Modify", "AWS::IAM::Role", c -> c.replacement("Conditional"))
                        .kind()
                        .word())
                .isEqualTo("may replace");
    }

    @Test
    void of_importAndAddition_areTold() {
        assertThat(change("Import", "AWS::S3::Bucket", c -> c).consequence()).isEqualTo("it is there already");
        assertThat(change("Add", "AWS::S3::Bucket", c -> c).kind().word()).isEqualTo("add");
    }

    private static Change change(String action, String type, UnaryOperator<ResourceChange.Builder> more) {
        return Change.of(more.apply(ResourceChange.builder()
                        .action(action)
                        .logicalResourceId("Thing")
                        .resourceType(type))
                .build());
    }
}
