package dev.slipway.cli.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InventoryTest {
    private static final Place PLACE = new Place("prod", "123456789012", "eu-west-1");

    @Test
    void lines_appThatIsLive_isNamedWithItsUrl() {
        Inventory inventory =
                new Inventory(PLACE, Map.of("hello", Optional.of("https://x")), Optional.of("CREATE_COMPLETE"), true);

        assertThat(inventory.lines(false))
                .contains(
                        "app hello, LIVE at https://x",
                        "bucket slipway-prod-123456789012-eu-west-1: STAYS with its sources and records; --empty-bucket "
                                + "removes it");
        assertThat(inventory.lines(true))
                .contains("bucket slipway-prod-123456789012-eu-west-1 with all sources, records and versions of them");
    }

    @Test
    void isEmpty_onlyTheBucketIsLeft_dependsOnWhetherItStays() {
        Inventory inventory = new Inventory(PLACE, Map.of(), Optional.empty(), true);

        assertThat(inventory.isEmpty(false)).isTrue();
        assertThat(inventory.isEmpty(true)).isFalse();
    }

    @Test
    void names_ofTwoPipelines_areNeverTakenForEachOther() {
        assertThat(PLACE.appPrefix()).isEqualTo("slipway-prod-");
        assertThat(PLACE.codeBucket()).isEqualTo("slipway-code-123456789012-eu-west-1");
        assertThat(PLACE.bucketArn("b")).isEqualTo("arn:aws:s3:::b");
    }
}
