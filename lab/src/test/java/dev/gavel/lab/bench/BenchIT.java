package dev.gavel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.cli.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;

/** A short run against servers of its own: that it measures, not how fast they are. */
class BenchIT {

    @TempDir
    private Path folder;

    @Test
    @Timeout(120)
    void measuresAHouseOfItsOwn() throws IOException {
        var out = new StringWriter();
        var line = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));
        assertThat(line.execute("--servers", "3", "--bidders", "8", "--warm-up", "1", "--seconds",
                "2", "--json")).isZero();
        var result = new ObjectMapper().readTree(out.toString());
        assertThat(result.path("what").asText()).isEqualTo("closed-loop");
        assertThat(result.path("servers").asInt()).isEqualTo(3);
        assertThat(result.path("accepted").asLong()).isPositive();
        assertThat(result.path("exceptions").asLong()).isZero();
        assertThat(result.path("p50Millis").asDouble()).isPositive();
        assertThat(result.path("cpuMicrosPerBid").asDouble()).isPositive();
        assertThat(result.path("rssMib").asLong()).isPositive();
    }

    /** Under the launcher's own options: a benchmark in a JVM of its own has to get its figures across. */
    @Test
    @Timeout(120)
    void measuresTheRulesAsTheLauncherStartsIt() throws Exception {
        var launcher = Files.readString(Path.of("../gavel"));
        var filter = Pattern.compile("'(-Djdk\\.serialFilter=org\\.openjdk[^']*)'")
                .matcher(launcher);
        assertThat(filter.find()).isTrue();
        var said = folder.resolve("said");
        var bench = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djdk.serialFilter=!*", filter.group(1), "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(), "bench", "rules", "--iterations", "1", "BidBenchmark.decide$")
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();

        assertThat(bench.waitFor()).as(Files.readString(said)).isZero();

        assertThat(Files.readString(said)).containsPattern(
                "BidBenchmark\\.decide auctions=1 +median +[0-9,]*[1-9][0-9,]* .* ops/s");
    }

    @Test
    @Timeout(180)
    void fillsAHouseAndMeasuresSnapshotsAndRestarts() throws IOException {
        var out = new StringWriter();
        var line = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out));
        assertThat(line.execute("--servers", "3", "--auctions", "50", "--state", "500", "--rate",
                "200", "--seconds", "1", "--json")).isZero();
        var results = new ArrayList<JsonNode>();
        for (var one : out.toString().lines().toList()) {
            results.add(new ObjectMapper().readTree(one));
        }
        assertThat(results).extracting(result -> result.path("what").asText())
                .containsExactly("state", "no-snapshot", "snapshot", "snapshot", "snapshot",
                        "restart", "restart");
        assertThat(results.get(0).path("bids").asLong()).isGreaterThanOrEqualTo(500);
        assertThat(results).allMatch(result -> result.path("exceptions").asLong() == 0)
                .filteredOn(result -> result.path("what").asText().equals("restart"))
                .allMatch(result -> result.path("readySeconds").asDouble() > 0);
    }

    @Test
    @Timeout(120)
    void reportsOnAHouseOfItsOwn() throws IOException {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        assertThat(line.execute("report", "--quick", "--only", "size,watchers", "--out",
                folder.toString())).as(out + "\n" + err).isZero();
        var results = new ReportFile(folder).read();
        assertThat(results).hasSize(2 + 2 * 2)
                .allMatch(result -> result.path("accepted").asLong() > 0)
                .allMatch(result -> result.path("exceptions").asLong() == 0)
                .allMatch(result -> result.path("missed").asLong() == 0)
                .allMatch(result -> result.path("disordered").asLong() == 0)
                .allMatch(result -> result.path("cutOff").asLong() == 0);
        assertThat(results).filteredOn(result -> result.path("part").asText().equals("watchers")
                && result.path("x").asInt() == 20)
                .hasSize(2)
                .allMatch(result -> result.path("seen").asLong() % 20 == 0)
                .allMatch(result -> result.path("seen").asLong() > 0)
                .allMatch(result -> result.path("delayP99Millis").asDouble() > 0);
        assertThat(folder.resolve("watchers.svg")).content().contains("From a bid to a watcher");
        assertThat(folder.resolve("REPORT.md")).content().contains("bytes of JSON a bid");
    }
}
