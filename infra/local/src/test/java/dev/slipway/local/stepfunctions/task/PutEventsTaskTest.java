package dev.slipway.local.stepfunctions.task;

import static dev.slipway.local.stepfunctions.task.Attempts.failure;
import static dev.slipway.local.stepfunctions.task.Attempts.json;
import static dev.slipway.local.stepfunctions.task.Attempts.result;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PutEventsTaskTest {
    @Test
    void start_addsMachineAndExecutionToTheResources() {
        List<ObjectNode> events = new ArrayList<>();

        JsonNode result = result(
                new PutEventsTask(events::add),
                "{'Entries':[{'Source':'s','DetailType':'t','Detail':{'a':1},'Resources':['r']}]}");

        ObjectNode event = events.get(0);
        assertThat(result.at("/Entries/0/EventId")).isEqualTo(event.remove("id"));
        assertThat(event)
                .isEqualTo(json("{'source':'s','detail-type':'t','resources':['r','arn:machine','arn:execution'],"
                        + "'detail':{'a':1}}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'Source':'s','DetailType':'t','Detail':'[]'}|MalformedDetail|Detail is malformed.",
                "{'DetailType':'t','Detail':{}}|InvalidArgument|Parameter Source is not valid. Reason: Source is a required "
                        + "argument.",
            })
    void start_entryThatIsNotAccepted_isFailedEntry(String entry, String code, String message) {
        TaskFailure failure = failure(new PutEventsTask(event -> {}), "{'Entries':[" + entry + "]}");

        assertThat(failure.error()).isEqualTo("EventBridge.FailedEntry");
        assertThat(json(failure.reason()))
                .isEqualTo(json("{'Entries':[{'ErrorCode':'" + code + "','ErrorMessage':'" + message
                        + "'}],'FailedEntryCount':1}"));
    }
}
