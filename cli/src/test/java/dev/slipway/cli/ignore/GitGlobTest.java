package dev.slipway.cli.ignore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitGlobTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            foo          | foo        | true
            f?o          | f/o        | false
            *.class      | A.class    | true
            *            | a/b        | false
            a/*          | a/b/c      | false
            a/**         | a/b/c      | true
            a/**         | a          | false
            **/b         | b          | true
            **/b         | a/x/b      | true
            a/**/b       | a/b        | true
            a/**/b       | a/x/y/b    | true
            a**b         | axyb       | true
            a**b         | ax/yb      | false
            [a-c]x       | bx         | true
            [!a-c]x      | bx         | false
            [^a-c]x      | dx         | true
            []]x         | ]x         | true
            [!]]x        | ]x         | false
            [[:digit:]]x | 7x         | true
            [a/b]x       | /x         | false
            [\\]-a]x     | ]x         | true
            [z-a]x       | ax         | false
            a\\*b        | a*b        | true
            a\\*b        | axb        | false
            a.b          | axb        | false
            """)
    void compile_asGitDoes(String glob, String path, boolean matches) {
        var pattern = GitGlob.compile(glob);

        assertThat(pattern).isNotNull();
        assertThat(pattern.matcher(path).matches()).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"[ab", "foo\\", "[[:nope:]]"})
    void compile_globThatCanMatchNothing_isNull(String glob) {
        assertThat(GitGlob.compile(glob)).isNull();
    }
}
