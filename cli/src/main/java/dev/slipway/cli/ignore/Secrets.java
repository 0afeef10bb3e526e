package dev.slipway.cli.ignore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Knows by name the files that hold credentials, so that they do not travel unless somebody asks for them. */
final class Secrets {
    private static final Pattern KEYS =
            Pattern.compile("id_(?:rsa|dsa|ecdsa|ed25519)(?!.*\\.pub$).*|.*\\.(?:pem|key|p12|pfx|jks|keystore|kdbx)");
    private static final Pattern ENVIRONMENTS = Pattern.compile("\\.env(?:\\..+)?");
    private static final Pattern TEMPLATES = Pattern.compile(".*\\.(?:example|sample|template|dist)");
    private static final Set<String> FILES = Set.of(".netrc", "_netrc", ".git-credentials", ".pgpass", ".vault-token");
    private static final Set<String> FOLDERS = Set.of(".aws", ".ssh", ".gnupg", ".kube");
    private static final Pattern TOKEN =
            Pattern.compile("(?m)^\\s*[^#;\\s]*(?:_authToken|_auth|_password|password)\\s*=");
    private static final Set<String> TOKEN_FILES = Set.of(".npmrc", ".pypirc");
    private static final long TOKEN_FILE_LIMIT = 1 << 20;

    private Secrets() {}

    static boolean isSecret(Path file, String name, boolean folder) throws IOException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (folder) {
            return FOLDERS.contains(lower);
        }
        boolean environment = ENVIRONMENTS.matcher(lower).matches()
                && !TEMPLATES.matcher(lower).matches();
        boolean byName = environment || KEYS.matcher(lower).matches() || FILES.contains(lower);
        return byName || (TOKEN_FILES.contains(lower) && holdsToken(file));
    }

    /** A registry's address is needed for the build, a token for it must not travel: only the content tells. */
    private static boolean holdsToken(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > TOKEN_FILE_LIMIT) {
            return true;
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        // A reference such as ${NPM_TOKEN} is not the token.
        return text.lines().anyMatch(line -> TOKEN.matcher(line).find() && !line.contains("${"));
    }
}
