package dev.slipway.cli.waterfall;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a waterfall as one page for a browser, which needs nothing but itself: it works from a file, for years.
 *
 * <p>Its policy lets run only the one script and the one style that are put in here, by their digests, and lets it ask
 * nobody for anything; whatever a trace contains stays text.
 */
public final class Page {
    /** The parts of the script, in the order in which they need each other. */
    private static final List<String> SCRIPTS =
            List.of("model.js", "timeline.js", "rows.js", "details.js", "compare.js", "main.js");

    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");

    private final Waterfall waterfall;
    private final Subject subject;
    private final @Nullable Earlier earlier;

    /**
     * Makes the page of a deployment.
     *
     * @param earlier one to compare it with, if there is one
     */
    public Page(Waterfall waterfall, Subject subject, @Nullable Earlier earlier) {
        this.waterfall = waterfall;
        this.subject = subject;
        this.earlier = earlier;
    }

    /** Writes the page, and leaves the stream open. */
    public void write(Writer out) throws IOException {
        String frame = resource("page.html");
        String style = resource("page.css");
        String script = SCRIPTS.stream().map(Page::resource).collect(Collectors.joining("\n"));
        Matcher place = PLACE.matcher(frame);
        int done = 0;
        while (place.find()) {
            out.write(frame, done, place.start() - done);
            done = place.end();
            switch (place.group(1)) {
                case "policy" -> out.write(policy(style, script));
                case "title" -> out.write(escaped(subject.title()));
                case "style" -> out.write(style);
                case "script" -> out.write(script);
                case "data" -> data(out);
                default -> throw new IllegalStateException("page.html has no place " + place.group());
            }
        }
        out.write(frame, done, frame.length() - done);
    }

    private void data(Writer out) throws IOException {
        try (PageData data = new PageData(out, waterfall)) {
            data.write(subject, earlier);
        }
    }

    private static String policy(String style, String script) {
        return "default-src 'none'; script-src '" + digest(script) + "'; style-src '" + digest(style)
                + "'; img-src data:; base-uri 'none'; form-action 'none'";
    }

    private static String digest(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
