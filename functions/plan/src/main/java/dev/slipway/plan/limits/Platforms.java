package dev.slipway.plan.limits;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Which platforms an image may be for. Lambda runs an image on the architecture of its function and on no other. */
public final class Platforms {
    /** The two that Lambda has. */
    public static final List<String> ALL = List.of("linux/amd64", "linux/arm64");

    private Platforms() {}

    /** Returns the platform of a Lambda architecture, {@code x86_64} or {@code arm64}. */
    public static String ofArchitecture(String architecture) {
        return switch (architecture.toLowerCase(Locale.ROOT)) {
            case "x86_64", "amd64" -> "linux/amd64";
            case "arm64", "aarch64" -> "linux/arm64";
            default -> throw new IllegalArgumentException("architecture must be x86_64 or arm64");
        };
    }

    /** Says why an image for a platform does not run on a pipeline of another one, or nothing. */
    public static Optional<String> problemOf(String platform, String ofPipeline) {
        String plain = platform.equals("linux/arm64/v8") ? "linux/arm64" : platform;
        return plain.equals(ofPipeline)
                ? Optional.empty()
                : Optional.of("\"" + platform + "\" does not run on this pipeline, which is " + ofPipeline);
    }
}
