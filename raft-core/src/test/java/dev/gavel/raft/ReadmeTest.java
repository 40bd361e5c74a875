package dev.gavel.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.raft.ratis.TestPorts;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The program in README.md, as it is printed, compiled and run; and what it is said to say. */
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final Pattern PROGRAM = Pattern
            .compile("```java\\n(.*?)```\\n\\nIt says:\\n\\n```\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern
            .compile("<artifactId>raft-core</artifactId>\\s*<version>([^<]+)</version>");
    private static final Pattern PARENT = Pattern.compile("<version>([^<]+)</version>");
    private static final long PATIENCE_SECONDS = 120;

    @TempDir
    private Path folder = Path.of("set by JUnit");

    @Test
    @Tag("slow")
    @Timeout(2 * PATIENCE_SECONDS)
    void thePrintedProgramCompilesAndSaysWhatIsPrinted() throws Exception {
        var printed = PROGRAM.matcher(Files.readString(README));
        assertThat(printed.find()).isTrue();
        var source = folder.resolve("Registers.java");
        Files.writeString(source, printed.group(1));
        assertThat(java("javac", "--release", "21", "-Xlint:all", "-Werror", "-d",
                folder.toString(), source.toString())).isEmpty();

        var said = java("java", "Registers", folder.resolve("records").toString(), address(),
                address(), address());

        assertThat(said.lines().filter(printed.group(2).lines().toList()::contains))
                .containsExactlyElementsOf(printed.group(2).lines().toList());
    }

    @Test
    void thePrintedCoordinatesAreThoseOfThisBuild() throws Exception {
        var printed = VERSION.matcher(Files.readString(README));
        var parent = PARENT.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(printed.find() && parent.find()).isTrue();
        assertThat(printed.group(1)).isEqualTo(parent.group(1));
    }

    private static String address() {
        return "127.0.0.1:" + TestPorts.next();
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
