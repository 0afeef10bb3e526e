package dev.slipway.cli.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerRulesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            node_modules          | node_modules/a/b    | true
            node_modules          | web/node_modules/a  | false
            */node_modules        | web/node_modules/a  | true
            **/node_modules       | a/b/node_modules/c  | true
            **/node_modules       | node_modules        | true
            *.md                  | README.md           | true
            *.md                  | docs/README.md      | false
            /build/               | build/x             | true
            ./build/../out        | out/x               | true
            # comment             | comment             | false
            dist;!dist/keep       | dist/keep           | false
            dist;!dist/keep       | dist/other          | true
            !dist/keep;dist       | dist/keep           | true
            *;!src                | src/Main.java       | false
            *;!src                | pom.xml             | true
            *;!src;src/*.tmp      | src/a.tmp           | true
            temp?                 | tempa               | true
            temp?                 | temp/a              | false
            [a-c].txt             | b.txt               | true
            [^a-c].txt            | b.txt               | false
            \\!important          | !important          | true
            **                    | a/b/c               | true
            """)
    void excludes_asDockerDoes(String lines, String path, boolean excluded) {
        DockerRules rules = DockerRules.parse(lines.replace(';', '\n'));

        assertThat(rules.excludes(path)).isEqualTo(excluded);
    }
}
