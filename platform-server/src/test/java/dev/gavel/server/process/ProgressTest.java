package dev.gavel.server.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;

/** Bars on terminals, lines elsewhere. */
class ProgressTest {

    private final StringWriter out = new StringWriter();
    private long nanos;

    private Progress progress(boolean terminal) {
        return new Progress(new PrintWriter(out), terminal, "replaying", "entries", () -> nanos);
    }

    private void pass(long millis) {
        nanos += Duration.ofMillis(millis).toNanos();
    }

    @Test
    void drawsABarThatIsWrittenOverAndGoes() {
        try (var progress = progress(true)) {
            pass(1_000);
            progress.at(250_000, 1_000_000, "");
            pass(1_000);
            progress.at(500_000, 1_000_000, "");
        }
        assertThat(out).hasToString(
                "\r\u001b[Kreplaying [######..................] 250,000 of 1,000,000 entries, 1.0 s"
                        + "\r\u001b[Kreplaying [############............] 500,000 of 1,000,000 entries, 2.0 s"
                        + "\r\u001b[K");
    }

    @Test
    void saysNothingOfWhatIsQuick() {
        try (var progress = progress(true)) {
            pass(500);
            progress.at(1, 2, "");
        }
        try (var progress = progress(false)) {
            pass(2_000);
            progress.at(1, 2, "");
        }
        assertThat(out).hasToString("");
    }

    @Test
    void printsPlainLinesAtIntervalsWhereThereIsNoTerminal() {
        try (var progress = progress(false)) {
            for (var second = 0; second <= 30; second++) {
                progress.at(second, 30, "note");
                pass(1_000);
            }
        }
        assertThat(out.toString().lines()).containsExactly(
                "replaying: 5 of 30 entries, 5.0 s  note",
                "replaying: 10 of 30 entries, 10.0 s  note",
                "replaying: 20 of 30 entries, 20.0 s  note");
    }

    @Test
    void isNeverSilentForMoreThanTwentySeconds() {
        try (var progress = progress(false)) {
            for (var second = 0; second <= 100; second++) {
                progress.at(second, 0, "");
                pass(1_000);
            }
        }
        assertThat(out.toString().lines().map(line -> line.replaceAll(".*, ", "")))
                .containsExactly("5.0 s", "10.0 s", "20.0 s", "40.0 s", "60.0 s", "80.0 s",
                        "100.0 s");
    }

    @Test
    void countsWithoutABarWhereNobodyKnowsHowMuchThereIs() {
        try (var progress = progress(true)) {
            pass(1_000);
            progress.at(7, 0, "");
        }
        assertThat(out.toString()).contains("replaying 7 entries, 1.0 s");
    }

    @Test
    void takesNeitherAPipeNorADumbTerminalForAScreen() {
        assertThat(Progress.isTerminal("/no/such/descriptor", Map.of())).isFalse();
        assertThat(Progress.isTerminal("/proc/self/exe", Map.of())).isFalse();
    }
}
