package dev.slipway.cli.cost;

import dev.slipway.events.Stage;
import dev.slipway.events.state.PhaseTime;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a deployment costs at AWS's list prices, in USD: by how long its phases took, without free tiers and discounts, and
 * without what its image and logs cost later.
 *
 * @param prices region and date of the list
 */
public record CostEstimate(
        BigDecimal total,
        BigDecimal codeBuild,
        BigDecimal lambda,
        BigDecimal stepFunctions,
        BigDecimal s3,
        BigDecimal eventBridge,
        String prices) {
    private static final String LIST = "us-east-1, November 2025";

    /** A minute of general1.medium on Linux; a begun one counts whole. */
    private static final BigDecimal BUILD_MINUTE = new BigDecimal("0.01");

    private static final BigDecimal LAMBDA_GIB_SECOND = new BigDecimal("0.0000166667");
    private static final BigDecimal LAMBDA_REQUEST = new BigDecimal("0.0000002");
    private static final BigDecimal STATE_TRANSITION = new BigDecimal("0.000025");
    private static final BigDecimal S3_WRITE = new BigDecimal("0.000005");
    private static final BigDecimal S3_READ = new BigDecimal("0.0000004");
    private static final BigDecimal CUSTOM_EVENT = new BigDecimal("0.000001");

    /** MemorySize of the template's Globals. */
    private static final BigDecimal GIB = BigDecimal.ONE;
    /** Begin, Launched, RecordOutcome, Outcome, the last state, and the start. */
    private static final int OTHER_STATES = 6;
    /** Launch, Launched and LaunchWait come again where a launch takes longer than one call of the launcher. */
    private static final int STATES_OF_A_WAIT = 3;

    private static final long MILLIS_OF_A_CALL = 46_000;
    /** record_outcome, report_spans, and the launcher that the desired state wakes. */
    private static final int OTHER_CALLS = 3;
    /** As counted in a deploy of the example hello. */
    private static final int S3_WRITES = 14;

    private static final int S3_READS = 34;
    /** That a version was launched, and how the deployment ended. */
    private static final int EVENTS = 2;

    private static final Set<Stage> BY_LAMBDA = EnumSet.complementOf(EnumSet.of(Stage.UPLOAD, Stage.BUILDKIT));
    private static final Set<Stage> STATES = EnumSet.complementOf(EnumSet.of(Stage.CREATE_DEPLOYMENT, Stage.UPLOAD));
    private static final int DIGITS = 6;

    /** Estimates a deployment that ended, by its phases. */
    public static CostEstimate of(List<PhaseTime> phases) {
        long minutes = -Math.floorDiv(-millis(phases, EnumSet.of(Stage.BUILDKIT)), 60_000L);
        BigDecimal codeBuild = BUILD_MINUTE.multiply(BigDecimal.valueOf(minutes));
        BigDecimal lambda = LAMBDA_GIB_SECOND
                .multiply(GIB)
                .multiply(BigDecimal.valueOf(millis(phases, BY_LAMBDA), 3))
                .add(times(LAMBDA_REQUEST, count(phases, BY_LAMBDA) + OTHER_CALLS));
        long waits = millis(phases, EnumSet.of(Stage.LAUNCH)) / MILLIS_OF_A_CALL;
        BigDecimal stepFunctions =
                times(STATE_TRANSITION, count(phases, STATES) + OTHER_STATES + waits * STATES_OF_A_WAIT);
        BigDecimal s3 = times(S3_WRITE, S3_WRITES).add(times(S3_READ, S3_READS));
        BigDecimal events = times(CUSTOM_EVENT, EVENTS);
        return new CostEstimate(
                rounded(codeBuild.add(lambda).add(stepFunctions).add(s3).add(events)),
                rounded(codeBuild),
                rounded(lambda),
                rounded(stepFunctions),
                rounded(s3),
                rounded(events),
                LIST);
    }

    /** Returns the estimate in words, with what it is made of as far as it is worth a word. */
    public String text() {
        return "Cost: about %s USD (build %s, workflow %s, functions %s; list prices of %s)"
                .formatted(cents(total), cents(codeBuild), cents(stepFunctions), cents(lambda), prices);
    }

    private static String cents(BigDecimal usd) {
        return usd.setScale(4, RoundingMode.HALF_UP).toPlainString();
    }

    private static long millis(List<PhaseTime> phases, Set<Stage> stages) {
        return phases.stream()
                .filter(phase -> stages.contains(phase.name()))
                .mapToLong(PhaseTime::durationMs)
                .sum();
    }

    private static long count(List<PhaseTime> phases, Set<Stage> stages) {
        return phases.stream().filter(phase -> stages.contains(phase.name())).count();
    }

    private static BigDecimal times(BigDecimal price, long count) {
        return price.multiply(BigDecimal.valueOf(count));
    }

    private static BigDecimal rounded(BigDecimal usd) {
        return usd.setScale(DIGITS, RoundingMode.HALF_UP);
    }
}
