package dev.slipway.local.stepfunctions.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The functions that Step Functions adds to JSONata: $partition, $range, $hash, $random with a seed, $uuid and $parse.
 * $eval is not there, as on AWS.
 */
final class JsonataFunctions {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Set<String> DIGESTS = Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** More items than a payload of 256 KiB can hold. */
    private static final int LONGEST_RANGE = 131_072;

    private static final Map<String, Jsonata.JFunction> FUNCTIONS = Map.of(
            "partition", function("<a-n:a>", JsonataFunctions::partition),
            "range", function("<nnn?:a>", JsonataFunctions::range),
            "hash", function("<s-s:s>", JsonataFunctions::hash),
            "random", function("<n?:n>", JsonataFunctions::random),
            "uuid", function("<:s>", args -> UUID.randomUUID().toString()),
            "parse", function("<s-:x>", JsonataFunctions::parse),
            "eval",
                    function("<x?x?:x>", args -> {
                        throw new JException("T1006", -1);
                    }));

    private JsonataFunctions() {}

    static void bind(Jsonata.Frame frame) {
        FUNCTIONS.forEach((name, function) -> frame.bind(name, (Object) function));
    }

    private interface Body {
        @Nullable
        Object call(List<?> arguments);
    }

    private static Jsonata.JFunction function(String signature, Body body) {
        return new Jsonata.JFunction((input, arguments) -> body.call(arguments), signature);
    }

    private static @Nullable Object argument(List<?> arguments, int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    private static @Nullable Object partition(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof List<?> all)) {
            return null;
        }
        int size = argument(arguments, 1) instanceof Number number ? number.intValue() : 0;
        if (size < 1) {
            throw new JException("the size of a partition must be at least 1", -1);
        }
        List<Object> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            parts.add(new ArrayList<>(all.subList(from, Math.min(all.size(), from + size))));
        }
        return parts;
    }

    private static @Nullable Object range(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof Number first) || !(argument(arguments, 1) instanceof Number last)) {
            return null;
        }
        double step = argument(arguments, 2) instanceof Number number ? number.doubleValue() : 1;
        double steps = Math.floor((last.doubleValue() - first.doubleValue()) / step);
        if (step == 0 || steps >= LONGEST_RANGE) {
            throw new JException("the range has no end within " + LONGEST_RANGE + " items", -1);
        }
        List<Object> numbers = new ArrayList<>();
        for (int i = 0; i <= steps; i++) {
            numbers.add(first.doubleValue() + i * step);
        }
        return numbers;
    }

    private static @Nullable Object hash(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String data) || !(argument(arguments, 1) instanceof String algorithm)) {
            return null;
        }
        if (!DIGESTS.contains(algorithm)) {
            throw new JException("the algorithm of $hash must be one of MD5, SHA-1, SHA-256, SHA-384, SHA-512", -1);
        }
        try {
            MessageDigest digest = MessageDigest.getInstance(algorithm);
            return HexFormat.of().formatHex(digest.digest(data.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new JException(e, "no such algorithm", -1, algorithm, null);
        }
    }

    // A seed is there to get the same number again, so it must not reach the secure generator.
    private static Object random(List<?> arguments) {
        return argument(arguments, 0) instanceof Number seed
                ? new Random(Double.doubleToLongBits(seed.doubleValue())).nextDouble()
                : RANDOM.nextDouble();
    }

    private static @Nullable Object parse(List<?> arguments) {
        if (!(argument(arguments, 0) instanceof String text)) {
            return null;
        }
        try {
            return JsonValues.toVariable(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            throw new JException("not JSON: " + e.getOriginalMessage(), -1);
        }
    }
}
