package dev.slipway.local.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PermissionsTest {
    private static final String ADA = "arn:aws:iam::123456789012:user/ada";

    @Test
    void require_whatNoPolicyAllows_isRefusedInTheWordsOfAws() {
        Permissions permissions = new Permissions(AccessRecorder.NONE);
        permissions.grant(ADA, Policy.allowing("Reads", "s3:Get*"));

        permissions.require(ADA, List.of(Access.of("s3:GetObject", "arn:aws:s3:::b/k")));
        assertThatExceptionOfType(AccessDenied.class)
                .isThrownBy(
                        () -> permissions.require(ADA, Access.all("arn:aws:s3:::b/k", "s3:GetObject", "s3:PutObject")))
                .withMessage(
                        "User: " + ADA + " is not authorized to perform: s3:PutObject on resource: arn:aws:s3:::b/k"
                                + " because no identity-based policy allows the s3:PutObject action");
        assertThat(permissions.allows("arn:aws:iam::123456789012:user/nobody", Access.of("s3:GetObject", "*")))
                .isFalse();
    }

    @Test
    void accessLog_tellsWhichStatementLetWhatPass(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.jsonl");
        try (AccessLog log = new AccessLog(file)) {
            Permissions permissions = new Permissions(log);
            permissions.grant(ADA, Policy.allowing("Reads", "s3:Get*"));
            permissions.allows(ADA, Access.of("s3:GetObject", "arn:b/k"));
            permissions.allows(ADA, Access.of("s3:PutObject", "arn:b/k"));
        }
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"principal\":\"" + ADA + "\",\"granted\":\"Reads\",\"actions\":[\"s3:Get*\"]}",
                        "{\"principal\":\"" + ADA
                                + "\",\"action\":\"s3:GetObject\",\"resource\":\"arn:b/k\",\"allowed\":true,"
                                + "\"statements\":[\"Reads\"]}",
                        "{\"principal\":\"" + ADA
                                + "\",\"action\":\"s3:PutObject\",\"resource\":\"arn:b/k\",\"allowed\":false,"
                                + "\"statements\":[]}");
    }
}
