package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;

/** The programs in docs/CLIENT.md, as they are printed, compiled and run against a house; and the coordinates. */
@Tag("slow")
class ClientManualTest {
    private static final Path MANUAL = Path.of("..", "docs", "CLIENT.md");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COORDINATES = Pattern
            .compile("```xml\\n(<dependencyManagement>.*?)```", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile("public class (\\w+)");
    private static final Map<String, List<String>> SAY = Map.of("FirstProgram",
            List.of("leading: true", "price: ", "bidAccepted: {"), "ManyCommands",
            List.of("1000 items consigned"));
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    void thePrintedProgramsCompileAndRun() throws Exception {
        var programs = programs();
        assertThat(programs.keySet()).isEqualTo(SAY.keySet());
        try (var house = TestHouse.open()) {
            for (var program : programs.entrySet()) {
                var name = program.getKey();
                var source = folder.resolve(name + ".java");
                Files.writeString(source, program.getValue());
                assertThat(java("javac", "--release", "21", "-Xlint:all", "-Werror", "-d",
                        folder.toString(), source.toString())).isEmpty();
                assertThat(java("java", name, house.server().address().client()))
                        .contains(SAY.get(name));
            }
        }
    }

    private static Map<String, String> programs() throws IOException {
        var programs = new TreeMap<String, String>();
        var blocks = BLOCK.matcher(Files.readString(MANUAL));
        while (blocks.find()) {
            var name = NAME.matcher(blocks.group(1));
            assertThat(name.find()).as("each Java block is a whole program:\n" + blocks.group(1))
                    .isTrue();
            programs.put(name.group(1), blocks.group(1));
        }
        return programs;
    }

    @Test
    void thePrintedCoordinatesAreThoseOfThisBuild() throws Exception {
        var block = COORDINATES.matcher(Files.readString(MANUAL));
        assertThat(block.find()).isTrue();
        var printed = xml("<printed>" + block.group(1) + "</printed>");
        var house = xml(Files.readString(Path.of("..", "pom.xml"))).getDocumentElement();
        var bom = xml(Files.readString(Path.of("..", "bom", "pom.xml"))).getDocumentElement();

        var imported = dependencies(printed, "dependencyManagement");
        assertThat(imported).containsExactly(new Coordinates(text(house, "groupId"),
                text(bom, "artifactId"), text(house, "version")));
        assertThat(text(bom, "packaging")).isEqualTo("pom");
        var managed = dependencies(bom.getOwnerDocument(), "dependencyManagement");
        var used = dependencies(printed, "printed");
        assertThat(used).isNotEmpty()
                .allSatisfy(one -> assertThat(managed)
                        .contains(new Coordinates(one.group(), one.artifact(),
                                "${project.version}")))
                .allSatisfy(one -> assertThat(one.version()).isEmpty());
        var client = xml(Files.readString(Path.of("..", "client", "pom.xml")))
                .getDocumentElement();
        assertThat(used).extracting(Coordinates::artifact)
                .containsExactly(text(client, "artifactId"));
    }

    /** An artifact as a build names it; without a version where another tells it. */
    private record Coordinates(String group, String artifact, String version) {}

    /** Those of the list that stands in the first element with this name. */
    private static List<Coordinates> dependencies(Document document, String within) {
        var list = child((Element) document.getElementsByTagName(within).item(0), "dependencies")
                .orElseThrow();
        return children(list).map(one -> new Coordinates(text(one, "groupId"),
                text(one, "artifactId"), text(one, "version"))).toList();
    }

    private static String text(Element element, String name) {
        return child(element, name).map(Element::getTextContent).orElse("");
    }

    private static Optional<Element> child(Element element, String name) {
        return children(element).filter(one -> one.getTagName().equals(name)).findFirst();
    }

    private static Stream<Element> children(Element element) {
        var nodes = element.getChildNodes();
        return IntStream.range(0, nodes.getLength())
                .mapToObj(nodes::item)
                .filter(Element.class::isInstance)
                .map(Element.class::cast);
    }

    private static Document xml(String text) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(text)));
    }

    /** What a tool of this JDK says, which must end well. */
    private String java(String tool, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", tool).toString(), "-cp",
                System.getProperty("java.class.path") + ":" + folder));
        if (tool.equals("java")) {
            command.add("-XX:+UseSerialGC");
        }
        command.addAll(List.of(words));
        var said = folder.resolve(tool + ".said");
        var process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
        var text = Files.readString(said, StandardCharsets.UTF_8);
        assertThat(process.exitValue()).as(text).isZero();
        return text;
    }
}
