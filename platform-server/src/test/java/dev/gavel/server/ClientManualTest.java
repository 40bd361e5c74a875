package dev.gavel.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** The programs in docs/CLIENT.md, as they are printed, compiled and run against a house. */
class ClientManualTest {
    private static final Path MANUAL = Path.of("..", "docs", "CLIENT.md");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
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
