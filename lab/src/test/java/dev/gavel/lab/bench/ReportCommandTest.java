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
import java.util.ArrayList;
import java.util.List;

/** All of it but the measuring, which {@code BenchIT} does. */
class ReportCommandTest {

    @TempDir
    private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int report(String... words) {
        var line = new CommandLine(new BenchCommand()).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err));
        var all = new ArrayList<>(List.of("report", "--out", folder.toString()));
        all.addAll(List.of(words));
        return line.execute(all.toArray(String[]::new));
    }

    private static Result result(String session, int x, int run, double p50) {
        return Result.of("report")
                .with("part", "bidders")
                .with("series", "one auction")
                .with("x", x)
                .with("run", run)
                .with("runs", 3)
                .with("bidsPerSecond", 100 * x)
                .with("p50Millis", p50)
                .with("p99Millis", 10 * p50)
                .with("cpuMicrosPerBid", 44.5)
                .with("exceptions", x == 8 ? 1 : 0)
                .with("cores", 2)
                .with("session", session);
    }

    @Test
    void drawsAgainWhatWasMeasuredLast() throws IOException {
        var file = new ReportFile(folder);
        file.append(result("2030-01-01", 1, 1, 77));
        file.append(result("2030-01-01", 8, 1, 5));
        for (var run = 1; run <= 3; run++) {
            file.append(result("2030-01-02", 1, run, run));
        }
        file.append(result("2030-01-01", 1, 2, 78)); // a younger one stands wherever it is
        assertThat(report("--charts-only")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("1 charts");
        assertThat(folder.resolve("bidders.svg")).content().contains("<svg", "1: 2 (1–3)");
        assertThat(folder.resolve("REPORT.md")).content()
                .contains("## Bidders at a time", "![Bidders at a time](bidders.svg)",
                        "| 1 | one auction | 100 | 2 (1–3) | 20 (10–30) | 44.500 |  |",
                        "| 8 | one auction | 800 | 5 | 50 | 44.500 | 1 exceptions |",
                        "- 2 cores")
                .doesNotContain("77");
        assertThat(file.read()).hasSize(4);
        file.tidy();
        assertThat(Files.readAllLines(folder.resolve(ReportFile.NAME))).hasSize(4);
    }

    @Test
    void namesTheLineThatIsNoResult() throws IOException {
        new ReportFile(folder).append(result("2030-01-01", 1, 1, 2));
        Files.writeString(folder.resolve(ReportFile.NAME), "{\"x\":",
                java.nio.file.StandardOpenOption.APPEND);
        assertThat(report("--charts-only")).isNotZero();
        assertThat(err.toString()).contains("results.jsonl, line 2: this is no result of");
    }

    @Test
    void refusesWhatItCannotMeasure() {
        assertThat(report("--only", "bidders,colours")).isEqualTo(2);
        assertThat(err.toString()).contains("--only: no part is called \"colours\"", "restart");
        assertThat(report("--runs", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("--runs: 1 to 100");
        assertThat(report("--charts-only")).isEqualTo(2);
        assertThat(err.toString()).contains("nothing was measured yet");
    }

    @Test
    void reckonsLessTheMoreIsDone() {
        var now = new long[1];
        var schedule = new Schedule(4, 80, () -> now[0]);
        assertThat(schedule.text()).isEqualTo("0 of 4 figures, some 80 s left");
        now[0] = 40_000_000_000L;
        schedule.done();
        schedule.done();
        assertThat(schedule.text()).isEqualTo("2 of 4 figures, some 40 s left");
        assertThat(Schedule.span(1_800)).isEqualTo("some 30 min");
    }
}
