package dev.slipway.local.builder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IgnoreRulesTest {

    @ParameterizedTest
    @CsvSource({
        "node_modules, node_modules/a/b.js, true",
        "node_modules, sub/node_modules/a, false",
        "**/node_modules, sub/node_modules/a, true",
        "**/node_modules, node_modules, true",
        "*.md, README.md, true",
        "*.md, docs/README.md, false",
        "**/*.md, docs/README.md, true",
        "*.md !README.md, README.md, false",
        "!README.md *.md, README.md, true",
        "/build/, build/x, true",
        "* !src, src/Main.java, false",
        "* !src, other, true",
        "temp?, temp1, true",
        "temp?, temp12, false",
        "[ab].txt, a.txt, true",
        "[^ab].txt, a.txt, false",
        "a/**/c, a/c, true",
        "a/**/c, a/b/b/c, true",
        "# comment, # comment, false",
        "a.b, axb, false",
    })
    void ignores_path_byTheLastRuleThatMatches(String rules, String path, boolean ignored) {
        List<String> lines = rules.startsWith("#") ? List.of(rules) : List.of(rules.split(" ", -1));
        assertThat(IgnoreRules.parse(lines).ignores(path)).isEqualTo(ignored);
    }
}
