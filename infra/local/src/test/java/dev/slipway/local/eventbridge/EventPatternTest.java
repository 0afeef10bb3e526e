package dev.slipway.local.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventPatternTest {
    private static final String EVENT = """
            {"source": "aws.s3", "count": 300, "ratio": 0.5, "none": null, "flag": true, "tags": ["a", "b"], "empty": "",
             "detail": {"key": "incoming/hello/a.tar", "size": 42, "items": [{"id": 1}, {"id": 2}]}}
            """;

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'source': ['aws.s3']}|true",
                "{'source': ['aws.ec2', 'aws.s3']}|true",
                "{'source': ['aws']}|false",
                "{'missing': ['x']}|false",
                "{'count': [300.0]}|true",
                "{'count': ['300']}|false",
                "{'none': [null]}|true",
                "{'flag': [true]}|true",
                "{'flag': [false]}|false",
                "{'empty': ['']}|true",
                "{'tags': ['b', 'c']}|true",
                "{'tags': ['c']}|false",
                "{'detail': {'items': {'id': [2]}}}|true",
                "{'detail': {'items': {'id': [3]}}}|false",
                "{'source': ['aws.s3'], 'count': [1]}|false",
                "{'detail': {'key': [{'prefix': 'incoming/'}]}}|true",
                "{'detail': {'key': [{'prefix': 'desired/'}]}}|false",
                "{'detail': {'key': [{'prefix': {'equals-ignore-case': 'INCOMING/'}}]}}|true",
                "{'detail': {'key': [{'suffix': '.tar'}]}}|true",
                "{'detail': {'key': [{'suffix': '.zip'}]}}|false",
                "{'detail': {'key': [{'wildcard': 'incoming/*.tar'}]}}|true",
                "{'detail': {'key': [{'wildcard': '*/b/*'}]}}|false",
                "{'detail': {'key': [{'wildcard': 'incoming/*/*.t\\\\*r'}]}}|false",
                "{'source': [{'equals-ignore-case': 'AWS.S3'}]}|true",
                "{'source': [{'anything-but': 'aws.s3'}]}|false",
                "{'source': [{'anything-but': ['a', 'b']}]}|true",
                "{'count': [{'anything-but': [300]}]}|false",
                "{'source': [{'anything-but': {'prefix': 'aws.'}}]}|false",
                "{'source': [{'anything-but': {'prefix': ['x', 'y']}}]}|true",
                "{'source': [{'anything-but': {'suffix': '.s3'}}]}|false",
                "{'source': [{'anything-but': {'wildcard': '*s*'}}]}|false",
                "{'source': [{'anything-but': {'equals-ignore-case': ['AWS.S3']}}]}|false",
                "{'missing': [{'anything-but': 'x'}]}|false",
                "{'detail': {'size': [{'numeric': ['>', 40, '<=', 42]}]}}|true",
                "{'detail': {'size': [{'numeric': ['>', 42]}]}}|false",
                "{'ratio': [{'numeric': ['=', 0.50]}]}|true",
                "{'source': [{'numeric': ['=', 1]}]}|false",
                "{'detail': {'size': [{'exists': true}]}}|true",
                "{'detail': {'size': [{'exists': false}]}}|false",
                "{'detail': {'other': [{'exists': false}]}}|true",
                "{'other': {'below': [{'exists': false}]}}|true",
                "{'$or': [{'source': ['x']}, {'count': [300]}]}|true",
                "{'$or': [{'source': ['x']}, {'count': [1]}]}|false",
                "{'source': ['aws.s3'], 'detail': {'$or': [{'size': [1]}, {'key': [{'suffix': 'tar'}]}]}}|true",
            })
    void matches_byOperator(String pattern, boolean expected) throws IOException {
        assertThat(EventPattern.parse(json(pattern)).matches(json(EVENT))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|Empty objects are not allowed",
                "{'a': {}}|Empty objects are not allowed at a",
                "{'a': []}|Empty arrays are not allowed at a",
                "{'a': 'x'}|\"a\" must be an object or an array at a",
                "{'a': {'b': [{'cidr': '10.0.0.0/8'}]}}|Unrecognized match type cidr at a.b",
                "{'a': [{'prefix': 1}]}|prefix match pattern must be a string at a",
                "{'a': [{'prefix': 'x', 'suffix': 'y'}]}|Only one key allowed in match expression at a",
                "{'a': [{'numeric': ['~', 1]}]}|Unrecognized numeric range operator: ~ at a",
                "{'a': [{'exists': 'yes'}]}|exists match pattern must be either true or false at a",
                "{'a': [{'wildcard': 'a**'}]}|Consecutive wildcard characters at a",
            })
    void parse_invalid_namesReasonAndField(String pattern, String reason) throws IOException {
        JsonNode invalid = json(pattern);
        assertThatThrownBy(() -> EventPattern.parse(invalid))
                .isInstanceOf(InvalidPatternException.class)
                .hasMessage("Event pattern is not valid. Reason: " + reason);
    }
}
