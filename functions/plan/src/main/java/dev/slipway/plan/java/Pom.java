package dev.slipway.plan.java;

import dev.slipway.plan.source.Place;
import dev.slipway.plan.source.PlanException;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** A pom.xml, read as far as a plan needs it and without resolving what it inherits. */
final class Pom {
    static final String FILE = "pom.xml";

    private static final String FORBID_DOCTYPE = "http://apache.org/xml/features/disallow-doctype-decl";

    private final Element project;

    private Pom(Element project) {
        this.project = project;
    }

    static Pom parse(String path, String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setFeature(FORBID_DOCTYPE, true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // The default handler prints to the standard error.
            builder.setErrorHandler(new DefaultHandler());
            return new Pom(
                    builder.parse(new InputSource(new StringReader(text))).getDocumentElement());
        } catch (SAXParseException e) {
            throw broken(Place.of(path, e.getLineNumber(), e.getColumnNumber()), e);
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw broken(Place.of(path), e);
        }
    }

    /** Returns the paths of modules, relative to the folder of this file. */
    List<String> modules() {
        return path("modules", "module").stream().map(Pom::text).toList();
    }

    String artifactId() {
        return path("artifactId").stream().map(Pom::text).findFirst().orElse("");
    }

    boolean isAggregator() {
        return path("packaging").stream().map(Pom::text).anyMatch("pom"::equals);
    }

    Optional<JavaRunner> runner() {
        List<String> plugins = path("build", "plugins", "plugin").stream()
                .flatMap(plugin -> children(plugin, "artifactId").stream())
                .map(Pom::text)
                .toList();
        if (plugins.contains("spring-boot-maven-plugin")) {
            return Optional.of(JavaRunner.SPRING_BOOT);
        }
        if (plugins.contains("quarkus-maven-plugin")) {
            return Optional.of(JavaRunner.QUARKUS);
        }
        if (plugins.contains("micronaut-maven-plugin")) {
            return Optional.of(JavaRunner.MICRONAUT);
        }
        if (plugins.contains("maven-shade-plugin") || plugins.contains("maven-assembly-plugin")) {
            return Optional.of(JavaRunner.SHADED_JAR);
        }
        return mainClass().map(main -> JavaRunner.MAIN_CLASS);
    }

    /** Returns the main class that a plugin or a property names. */
    Optional<String> mainClass() {
        List<String> names = new ArrayList<>();
        var elements = project.getElementsByTagName("mainClass");
        for (int i = 0; i < elements.getLength(); i++) {
            names.add(text(elements.item(i)));
        }
        return Stream.concat(
                        names.stream(),
                        Stream.of("exec.mainClass", "mainClass", "main.class", "start-class")
                                .flatMap(name -> property(name).stream()))
                .filter(name -> name.matches("[\\w.$]+"))
                .findFirst();
    }

    /** Returns the release of Java that the compiler is told, with how the file says it. */
    Optional<String[]> release() {
        return Stream.of("maven.compiler.release", "java.version", "maven.compiler.target", "maven.compiler.source")
                .flatMap(name -> property(name).stream().map(value -> new String[] {value, name + " " + value}))
                .filter(said -> said[0].matches("\\d{1,2}(\\.\\d{1,2})?"))
                .findFirst();
    }

    private Optional<String> property(String name) {
        return path("properties", name).stream().map(Pom::text).findFirst().flatMap(value -> {
            boolean refers = value.startsWith("${") && value.endsWith("}");
            return refers ? property(value.substring(2, value.length() - 1)) : Optional.of(value);
        });
    }

    private List<Element> path(String... names) {
        List<Element> found = List.of(project);
        for (String name : names) {
            found = found.stream()
                    .flatMap(element -> children(element, name).stream())
                    .toList();
        }
        return found;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static String text(Node element) {
        return element.getTextContent().strip();
    }

    private static PlanException broken(Place place, Exception e) {
        return new PlanException(
                place, "is no XML that Maven would read: " + e.getMessage(), "`mvn validate` says more");
    }
}
