package dev.slipway.steps.setup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.state.Git;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CacheTagsTest {
    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"main", "master"})
    void of_defaultBranch_writesItsOwnAndReadsThatOfTheLastBuildToo(String branch) {
        assertThat(CacheTags.of("hello", new Git("c", branch, null, false)))
                .containsExactly("cache.hello", "cache.hello.branches");
    }

    @Test
    void of_otherBranch_neverWritesThatOfTheDefaultBranch() {
        assertThat(CacheTags.of("hello", new Git("c", "feature/x", null, false)))
                .containsExactly("cache.hello.branches", "cache.hello");
    }

    @Test
    void of_branchThatTheOriginCallsItsDefault_isIt() {
        assertThat(CacheTags.of("hello", new Git("c", "develop", "r", false, "develop")))
                .startsWith("cache.hello");
        assertThat(CacheTags.of("hello", new Git("c", "main", "r", false, "develop")))
                .startsWith("cache.hello.branches");
    }

    @Test
    void of_noGit_isTheDefaultBranch() {
        assertThat(CacheTags.of("hello", null)).startsWith("cache.hello");
    }
}
