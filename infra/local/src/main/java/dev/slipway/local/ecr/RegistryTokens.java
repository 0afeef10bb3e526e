package dev.slipway.local.ecr;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.local.disk.WholeFile;
import dev.slipway.local.registry.CredentialsChecker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * ECR's authorization tokens. A token is its principal and its expiry signed with a key kept on disk, so that those
 * handed out before a restart hold until they expire, as ECR's do.
 */
public final class RegistryTokens implements CredentialsChecker {
    static final String USER = "AWS";
    private static final Duration VALID = Duration.ofHours(12);
    private static final Duration LINKED = Duration.ofHours(1);

    private final SecretKeySpec key;
    private final Clock clock;

    /** Opens the key file, making a key when there is none. */
    public RegistryTokens(Path keyFile, Clock clock) throws IOException {
        this.clock = clock;
        if (!Files.exists(keyFile)) {
            byte[] random = new byte[32];
            new SecureRandom().nextBytes(random);
            // A file made as a temporary one is for its owner alone.
            WholeFile.write(keyFile, random);
        }
        this.key = new SecretKeySpec(Files.readAllBytes(keyFile), "HmacSHA256");
    }

    /** One token: the password that goes with the user {@code AWS}. */
    public record Token(String password, Instant expiresAt) {
        /** Encodes the pair as GetAuthorizationToken and HTTP Basic do. */
        public String authorizationToken() {
            return Base64.getEncoder().encodeToString((USER + ":" + password).getBytes(UTF_8));
        }

        @Override
        public String toString() {
            return "Token[expiresAt=" + expiresAt + "]";
        }
    }

    /** Hands out a token with which a principal, by its ARN, may do for twelve hours what its policies let it do. */
    public Token issue(String principal) {
        long expiry = clock.instant().plus(VALID).getEpochSecond();
        String claim =
                Base64.getUrlEncoder().withoutPadding().encodeToString((expiry + " " + principal).getBytes(UTF_8));
        return new Token(claim + "." + sign(claim), Instant.ofEpochSecond(expiry));
    }

    @Override
    public Optional<String> principal(String user, String password) {
        int dot = password.indexOf('.');
        if (!user.equals(USER) || dot < 0) {
            return Optional.empty();
        }
        String claim = password.substring(0, dot);
        boolean signed = MessageDigest.isEqual(
                sign(claim).getBytes(UTF_8), password.substring(dot + 1).getBytes(UTF_8));
        if (!signed) {
            return Optional.empty();
        }
        String[] parts = new String(Base64.getUrlDecoder().decode(claim), UTF_8).split(" ", 2);
        boolean valid = clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(parts[0])));
        return valid ? Optional.of(parts[1]) : Optional.empty();
    }

    /** Returns a signature with which anybody may read what is at a path of the registry, for an hour as ECR's do. */
    String link(String path) {
        String expiry = Long.toString(clock.instant().plus(LINKED).getEpochSecond());
        return expiry + "." + sign(expiry + " " + path);
    }

    @Override
    public boolean acceptsLink(String path, String signature) {
        int dot = signature.indexOf('.');
        if (dot < 0) {
            return false;
        }
        String expiry = signature.substring(0, dot);
        boolean signed = MessageDigest.isEqual(
                sign(expiry + " " + path).getBytes(UTF_8),
                signature.substring(dot + 1).getBytes(UTF_8));
        return signed && clock.instant().isBefore(Instant.ofEpochSecond(Long.parseLong(expiry)));
    }

    private String sign(String text) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has HmacSHA256", impossible);
        }
    }
}
