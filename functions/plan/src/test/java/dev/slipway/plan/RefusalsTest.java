package dev.slipway.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.plan.source.MemoryTree;
import dev.slipway.plan.source.PlanException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Sources that are of a stack and yet cannot be built or run: said before a build, and with what to do. */
final class RefusalsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A.java=class A { static void main(String[] a) {} };B.java=class B {}"
                        + "| A.java:1: java 21 compiles the one file it starts, and B.java is beside it | .java-version",
                "A.java=static void main();B.java=static void main()"
                        + "| B.java:1: more than one file has main: A.java, B.java | [web] command = \"java A.java\"",
                "pom.xml=<project><artifactId>x</artifactId></project> | pom.xml: makes nothing that runs | exec.mainClass",
                "pom.xml=<project> | pom.xml:1:10: is no XML | mvn validate",
                "pom.xml=<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><project>&a;</project>"
                        + "| pom.xml:1:10: is no XML | mvn validate",
                "build.gradle=plugins { id 'java-library' } | build.gradle: makes nothing that runs | application plugin",
                "package.json={ | package.json:1:2: is not JSON | npm",
                "package.json=[] | package.json: is no JSON object | npm init",
                "package.json={} | package.json: says no way to start it | start script",
                "bun.lock=;package.json={} | package.json: says no way to start it | bun server.ts",
                "go.mod=module x;lib.go=package lib | go.mod: has no package main | Dockerfile",
                "go.mod=module x;cmd/a/main.go=;cmd/b/main.go= | cmd: holds more than one command: a, b | name the app",
                "Cargo.toml=[package]/name = \"x\" | Cargo.toml: has no binary | [[bin]] or add one",
                "Cargo.toml=[package | Cargo.toml:1:9: is not TOML | correct",
                "Gemfile= | Gemfile: says no way to start it | config.ru",
                "requirements.txt=bottle | requirements.txt: says no way to start it | Procfile",
            })
    void plan_sourceThatCannotRun_isRefused(String files, String problem, String hint) {
        assertThatThrownBy(() -> Planner.plan(MemoryTree.of(tree(files)), new PlanOptions("shop", Map.of(), null)))
                .isInstanceOfSatisfying(
                        PlanException.class,
                        e -> assertThat(Arrays.asList(hint.split(" or ", -1))).anyMatch(e.hint()::contains))
                .hasMessageStartingWith(problem);
    }

    @Test
    void options_buildArgumentThatWouldWriteAnInstruction_isRefused() {
        assertThatThrownBy(() -> new PlanOptions("shop", Map.of("A\nRUN x", "1"), null))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("is no name of a build argument");
    }

    private static Map<String, String> tree(String files) {
        Map<String, String> tree = new TreeMap<>();
        for (String file : files.split(";(?=[\\w./-]+=)", -1)) {
            String[] parts = file.split("=", 2);
            tree.put(parts[0], parts[1].replaceAll("(?<=])/", "\n"));
        }
        return tree;
    }
}
