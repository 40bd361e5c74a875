package dev.gavel.lab.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class CompareCommandTest {

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int compare(String... words) {
        var line = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        var all = new java.util.ArrayList<>(List.of("compare"));
        all.addAll(List.of(words));
        return line.execute(all.toArray(String[]::new));
    }

    private String file(String name, String... lines) throws IOException {
        return Files.write(folder.resolve(name), List.of(lines)).toString();
    }

    private static String run(int bidders, int bids, double p50) {
        return Result.of("closed-loop")
                .with("bidders", bidders)
                .with("bidsPerSecond", bids)
                .with("accepted", bids * 10)
                .with("p50Millis", p50)
                .json();
    }

    @Test
    void saysWhatIsBetterWhatIsWorseAndWhatIsNoise() throws IOException {
        var before = file("before", run(256, 100, 5), run(256, 110, 7), run(256, 90, 6),
                run(1, 10, 1));
        var after = file("after", run(256, 200, 8), run(256, 210, 6), run(256, 190, 9),
                run(2048, 10, 1));
        assertThat(compare(before, after)).isZero();
        assertThat(out.toString().replaceAll(" +", " ")).isEqualTo("""
                closed-loop, bidders 256
                 bidsPerSecond 100 (90–110) 200 (190–210) ×2.00 better
                 p50Millis 6 (5–7) 8 (6–9) ×1.33 noise
                """);
    }

    @Test
    void lessIsBetterForTimes() throws IOException {
        assertThat(compare("--json", file("a", run(1, 5, 2)), file("b", run(1, 5, 3)))).isZero();
        assertThat(out.toString()).contains("\"ratio\":1.5,\"verdict\":\"worse\"");
    }

    @Test
    void namesTheLineThatIsNoResult() throws IOException {
        assertThat(compare(file("a", run(1, 5, 2), "{\"x\":1"), file("b"))).isEqualTo(2);
        assertThat(err.toString()).contains("a, line 2: this is no result of");
        assertThat(compare("nowhere", file("b"))).isEqualTo(2);
        assertThat(err.toString()).contains("cannot read nowhere");
    }

    @Test
    void refusesToCompareWhatHasNothingInCommon() throws IOException {
        assertThat(compare(file("a", run(1, 5, 2)), file("b", run(2, 5, 2)))).isEqualTo(2);
        assertThat(err.toString()).contains("nothing in");
    }
}
