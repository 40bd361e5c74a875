package dev.gavel.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.codec.FormatsWriter;
import dev.gavel.auction.codec.MessageCodec;
import dev.gavel.auction.message.Command;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** The page's form for a new auction has the fields, units and bounds that the house tells of. */
@Tag("slow")
class PageFormTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void takesAndSendsWhatTheHouseTakes(@TempDir Path folder) throws Exception {
        var formats = Files.write(folder.resolve("formats.json"), FormatsWriter.encode());
        var out = folder.resolve("out.txt");
        var node = new ProcessBuilder("node", "forms.mjs", formats.toString())
                .directory(Path.of("src", "test", "page").toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
        var lines = Files.readAllLines(out);
        assertThat(node.exitValue()).as(String.join("\n", lines)).isZero();
        var kinds = new TreeSet<String>();
        for (var line : lines) {
            var decoded = MessageCodec.decodeCommand(line.getBytes(StandardCharsets.UTF_8));
            assertThat(decoded instanceof Command.Later later ? later.command() : decoded).as(line)
                    .isInstanceOf(Command.Create.class);
            kinds.add(JSON.readTree(line).path("format").asText());
        }
        assertThat(kinds).containsExactlyElementsOf(told());
    }

    private static Set<String> told() throws IOException {
        var kinds = new TreeSet<String>();
        JSON.readTree(FormatsWriter.encode())
                .path("formats")
                .forEach(format -> kinds.add(format.path("format").asText()));
        return kinds;
    }
}
