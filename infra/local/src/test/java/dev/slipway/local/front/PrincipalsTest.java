package dev.slipway.local.front;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrincipalsTest {
    private static final String USER = "arn:aws:iam::123456789012:user/cli";
    private static final String ROLE = "arn:aws:sts::123456789012:assumed-role/role/session";

    @TempDir
    private Path folder;

    @Test
    void ensure_afterARestart_isTheSame() {
        Principal first = new Principals(folder).ensure("cli", USER);

        Principals reopened = new Principals(folder);

        assertThat(reopened.ensure("cli", USER)).isEqualTo(first);
        assertThat(reopened.find(first.accessKeyId())).hasValue(first);
        assertThat(reopened.find("AKIANOBODY")).isEmpty();
    }

    @Test
    void ensure_eachHasCredentialsOfItsOwn() {
        Principals principals = new Principals(folder);
        Principal user = principals.ensure("cli", USER);
        Principal role = principals.ensure("Role", ROLE);

        assertThat(user.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
        assertThat(role.accessKeyId()).matches("ASIA[A-Z2-7]{16}");
        assertThat(user.secretAccessKey()).hasSize(40).isNotEqualTo(role.secretAccessKey());
    }

    @Test
    void ensure_otherArn_keepsTheCredentials() {
        Principals principals = new Principals(folder);
        Principal before = principals.ensure("Role", ROLE);

        Principal after = principals.ensure("Role", ROLE + "2");

        assertThat(after.accessKeyId()).isEqualTo(before.accessKeyId());
        assertThat(new Principals(folder)
                        .find(before.accessKeyId())
                        .orElseThrow()
                        .arn())
                .isEqualTo(ROLE + "2");
    }

    @Test
    void files_areForTheOwnerOnly() throws Exception {
        new Principals(folder).ensure("cli", USER);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cli.json"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    @Test
    void toString_showsNoSecret() {
        Principal cli = new Principals(folder).ensure("cli", USER);

        assertThat(cli.toString()).doesNotContain(cli.secretAccessKey()).doesNotContain(cli.accessKeyId());
    }

    @Test
    void ensure_nameThatIsAPath_isRefused() {
        assertThatThrownBy(() -> new Principals(folder).ensure("../cli", USER))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
