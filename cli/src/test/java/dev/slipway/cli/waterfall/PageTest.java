package dev.slipway.cli.waterfall;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.slipway.events.Codec;
import java.io.IOException;
import java.io.StringWriter;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
    private static final Pattern DATA =
            Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>", Pattern.DOTALL);

    @Test
    void write_recordedDeploy_hasAllThatThePageDraws() throws IOException {
        Earlier earlier = Earlier.of(Recorded.hello(), Recorded.live("deploy hello v1", "00"));

        JsonNode data =
                data(page(new Page(Recorded.hello(), Recorded.live("deploy hello v2", Recorded.HELLO), earlier)));

        assertThat(data.path("subject").path("title").asText()).isEqualTo("deploy hello v2");
        assertThat(data.path("spans").size()).isEqualTo(Recorded.hello().rows().size());
        assertThat(data.path("longest").size()).isEqualTo(5);
        assertThat(data.path("before").path("title").asText()).isEqualTo("deploy hello v1");
        assertThat(data.path("before").path("changes"))
                .isNotEmpty()
                .allMatch(change ->
                        change.path("before").asLong() == change.path("after").asLong());
        JsonNode upload = span(data, "deploy.upload");
        assertThat(upload.path("label").asText()).isEqualTo("upload");
        assertThat(upload.path("attributes").path("slipway.upload.files").asText())
                .isEqualTo("2");
        assertThat(data.path("resources")
                        .path(upload.path("resource").asInt())
                        .path("service.name")
                        .asText())
                .isEqualTo("slipway-cli");
        assertThat(span(data, "build.setup").path("links").size()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "</script><script>alert(1)</script>",
                "<!--<script>",
                "]]>&lt;&#x3c;",
                "\"'`\\u003c/script>",
                "{{script}}{{data}}",
                "\u2028\u2029\u0000\uD800",
            })
    void write_hostileText_staysText(String hostile) throws IOException {
        Waterfall waterfall = new SpanJson()
                .span("a", "", hostile, 0, 100)
                .with(hostile, hostile)
                .failed(hostile)
                .waterfall();
        Subject subject = Recorded.live("deploy " + hostile, hostile);

        String page = page(new Page(waterfall, subject, Earlier.of(waterfall, subject)));

        JsonNode span = data(page).path("spans").path(0);
        assertThat(span.path("name").asText()).isEqualTo(hostile);
        assertThat(span.path("error").asText()).isEqualTo(hostile);
        assertThat(span.path("attributes").path(hostile).asText()).isEqualTo(hostile);
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        assertThat(data.group(1)).matches("[\\x20-\\x7E]*").doesNotContain("<", ">", "&");
        assertThat(page.split("<script", -1)).as("the page's own two elements").hasSize(3);
        assertThat(page.split("</script>", -1)).hasSize(3);
    }

    @Test
    void write_policy_letsOnlyItsOwnScriptAndStyleBe() throws Exception {
        String page = page(new Page(Recorded.hello(), Recorded.live("deploy", Recorded.HELLO), null));

        Matcher parts = Pattern.compile(
                        "content=\"(default-src 'none'[^\"]*)\".*<style>(.*)</style>.*<script type=\"module\">(.*)</script>",
                        Pattern.DOTALL)
                .matcher(page);
        assertThat(parts.find()).isTrue();
        assertThat(parts.group(1))
                .contains("style-src '" + digest(parts.group(2)) + "'", "script-src '" + digest(parts.group(3)) + "'")
                .doesNotContain("unsafe", "http:", "https:", "*");
        assertThat(parts.group(2) + parts.group(3))
                .doesNotContain("http://", "https://", "@import", "url(", "innerHTML", "eval(", "fetch(");
    }

    @Test
    void write_noEarlierDeployment_comparesNothing() throws IOException {
        JsonNode data = data(page(new Page(Recorded.hello(), Recorded.live("deploy", Recorded.HELLO), null)));

        assertThat(data.has("before")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", "//example.com", ""})
    void write_oddLink_isNoLink(String url) throws IOException {
        Subject plain = Recorded.live("deploy", Recorded.HELLO);
        Subject linked = new Subject(
                plain.title(),
                plain.app(),
                plain.deploymentId(),
                plain.status(),
                null,
                plain.createdAt(),
                plain.traceId(),
                url);

        assertThat(data(page(new Page(Recorded.hello(), linked, null)))
                        .path("subject")
                        .has("url"))
                .isFalse();
    }

    @Test
    void write_twentyThousandSpans_areAllThere() throws IOException {
        SpanJson json = new SpanJson().span("s0", "", "deploy", 0, 20_000);
        for (int i = 1; i < 20_000; i++) {
            json.span("s" + i, "s" + i / 7, "part" + i % 100, i, i + 10)
                    .with("number", Integer.toString(i))
                    .with("rpc.system", i % 3 == 0 ? "aws-api" : "");
        }

        JsonNode data = data(page(new Page(json.waterfall(), Recorded.live("deploy", Recorded.HELLO), null)));

        assertThat(data.path("spans").size()).isEqualTo(20_000);
    }

    private static String page(Page page) throws IOException {
        StringWriter out = new StringWriter();
        page.write(out);
        return out.toString();
    }

    private static JsonNode data(String page) {
        Matcher data = DATA.matcher(page);
        assertThat(data.find()).isTrue();
        return Codec.parse(data.group(1));
    }

    private static JsonNode span(JsonNode data, String name) {
        return StreamSupport.stream(data.path("spans").spliterator(), false)
                .filter(span -> span.path("name").asText().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String digest(String text) throws Exception {
        return "sha256-"
                + Base64.getEncoder()
                        .encodeToString(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    }
}
