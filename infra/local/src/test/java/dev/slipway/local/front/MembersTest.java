package dev.slipway.local.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MembersTest {
    private static final Members MEMBERS = Members.NONE
            .and(MemberType.STRING, "name")
            .and(MemberType.BOOLEAN, "flag")
            .and(MemberType.INTEGER, "size")
            .and(MemberType.LONG, "time")
            .and(MemberType.TIMESTAMP, "at")
            .and(MemberType.STRUCTURE, "one")
            .and(MemberType.STRUCTURES, "many")
            .and(MemberType.STRINGS, "names")
            .and(MemberType.STRINGS_BY_NAME, "variables");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"a\",\"flag\":true,\"size\":-1,\"time\":4000000000,\"at\":1.5}",
                "{\"one\":{\"name\":\"a\"},\"many\":[{\"size\":1}],\"names\":[\"a\"],\"variables\":{\"size\":\"1\"}}",
                "{\"other\":{\"name\":1}}",
                "{}"
            })
    void input_ofTheRightTypes_isReadAsItIs(String body) throws Exception {
        assertThat(MEMBERS.read(body)).hasToString(body);
    }

    @Test
    void memberOfNull_anywhere_isLeftOut() throws Exception {
        assertThat(MEMBERS.read("{\"name\":null,\"one\":{\"size\":null}}")).hasToString("{\"one\":{}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"name":1}                | NUMBER_VALUE can not be converted to a String
            {"name":{}}               | Start of structure or map found where not expected.
            {"name":[]}               | Start of list found where not expected.
            {"flag":"true"}           | STRING_VALUE can not be converted to a Boolean
            {"size":"1"}              | STRING_VALUE can not be converted to an Integer
            {"size":2147483648}       | NUMBER_VALUE can not be converted to an Integer
            {"size":1.5}              | NUMBER_VALUE can not be converted to an Integer
            {"time":9300000000000000000} | NUMBER_VALUE can not be converted to a Long
            {"at":"now"}              | STRING_VALUE can not be converted to a Timestamp
            {"one":"a"}               | STRING_VALUE can not be converted to a Structure
            {"one":{"name":true}}     | BOOLEAN_VALUE can not be converted to a String
            {"many":{}}               | Start of structure or map found where not expected.
            {"many":["a"]}            | STRING_VALUE can not be converted to a Structure
            {"many":[{"name":1}]}     | NUMBER_VALUE can not be converted to a String
            {"names":[null]}          | NULL_VALUE can not be converted to a String
            {"variables":{"A":1}}     | NUMBER_VALUE can not be converted to a String
            """)
    void member_ofAnotherType_isASerializationException(String body, String message) {
        assertThatExceptionOfType(AwsException.class)
                .isThrownBy(() -> MEMBERS.read(body))
                .withMessage(message)
                .matches(e -> e.status() == 400 && e.code().equals("SerializationException"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "{", "{} {}", "{},", "nothing"})
    void input_thatIsNoSingleObject_isNotTaken(String body) {
        assertThatExceptionOfType(JsonProcessingException.class).isThrownBy(() -> MEMBERS.read(body));
    }
}
