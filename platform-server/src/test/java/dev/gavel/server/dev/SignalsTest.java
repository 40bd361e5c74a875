package dev.gavel.server.dev;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class SignalsTest {

    @Test
    void aProcessThatHasEndedDoesNotRunThoughNobodyAsksWhatItEndedWith() throws IOException {
        var careless = new ProcessBuilder("sh", "-c", "true & echo $!; exec sleep 60").start();
        try (var said = careless.inputReader()) {
            var ended = ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            await().until(() -> !Signals.runs(ended));
            assertThat(ended.isAlive()).as("the system still lists it").isTrue();
            assertThat(Signals.runs(careless.toHandle())).isTrue();
            assertThat(Signals.paused(ended.pid())).isFalse();
        } finally {
            careless.destroyForcibly();
        }
    }
}
