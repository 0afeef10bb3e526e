package dev.slipway.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.local.front.Principal;
import dev.slipway.local.front.Principals;
import dev.slipway.local.front.SignatureCheck;
import dev.slipway.local.iam.AccessRecorder;
import dev.slipway.local.iam.Permissions;
import dev.slipway.local.iam.Policy;
import dev.slipway.local.lambda.url.UrlBackend.UrlRequest;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

final class UrlCallersTest {
    private static final String APP = "arn:aws:lambda:us-east-1:123456789012:function:app:live";

    @TempDir
    private Path folder;

    @Test
    void allows_signedByWhoMayInvokeByUrlAndAtAll_only() {
        Principals principals = new Principals(folder);
        Principal ada = principals.ensure("ada", "arn:aws:iam::123456789012:user/ada");
        Permissions permissions = new Permissions(AccessRecorder.NONE);
        UrlCallers callers = new UrlCallers(new SignatureCheck(principals, Clock.systemUTC()), permissions);

        permissions.grant(ada.arn(), Policy.allowing("Url", "lambda:InvokeFunctionUrl"));
        assertThat(callers.allows(APP, signed(ada))).isFalse();
        permissions.grant(ada.arn(), Policy.allowing("Invoke", "lambda:InvokeFunction"));
        assertThat(callers.allows(APP, signed(ada))).isTrue();
        assertThat(callers.allows(APP, new UrlRequest("GET", "/", Map.of("host", "127.0.0.1:1"))))
                .isFalse();
    }

    private static UrlRequest signed(Principal principal) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.GET)
                .uri(URI.create("http://127.0.0.1:1/"))
                .build();
        Map<String, String> headers = new HashMap<>();
        AwsV4HttpSigner.create()
                .sign(sign -> sign.request(request)
                        .identity(AwsBasicCredentials.create(principal.accessKeyId(), principal.secretAccessKey()))
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "lambda")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                .request()
                .forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.get(0)));
        return new UrlRequest("GET", "/", headers);
    }
}
