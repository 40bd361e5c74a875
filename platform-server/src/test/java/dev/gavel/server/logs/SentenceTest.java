package dev.gavel.server.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.ThrowableProxy;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;

class SentenceTest {

    @Test
    void aThrownReasonStandsInTheLineInWordsAndNamesWhereItsTraceIs() {
        var thrown = new CompletionException(new IOException("No space left on device"));

        assertThat(Sentence.of("the file cannot be written", true, new ThrowableProxy(thrown),
                "server-3.traces"))
                .isEqualTo("the file cannot be written: No space left on device"
                        + " (trace in server-3.traces)");
    }

    @Test
    void causesThatALibraryFoldsIntoItsTextStandInTheSameLine() {
        assertThat(Sentence.of("a call failed: UNAVAILABLE\n\tCaused by: connection refused", false,
                null, null)).isEqualTo("a call failed: UNAVAILABLE; cause: connection refused");
    }

    @Test
    void whatWasThrownWithoutAWordIsNamedInWords() {
        assertThat(Sentence.of("a call failed", true,
                new ThrowableProxy(new NullPointerException()), null))
                .isEqualTo("a call failed: null pointer");
    }

    @Test
    void aPlaceLeftOpenInTheLineTakesTheReason() {
        assertThat(Sentence.of("a failed: {}", true,
                new ThrowableProxy(new NoSuchFileException("/records/x")), null))
                .isEqualTo("a failed: no such file: /records/x");
    }

    @Test
    void linesOfRatisAreOneLineWithoutNamesOfClasses() {
        var line = "server-3@group-DEADBEEF0123->server-2-GrpcLogAppender: Failed appendEntries:\n"
                + "org.apache.ratis.thirdparty.io.grpc.StatusRuntimeException: UNAVAILABLE: io exception";

        assertThat(Sentence.of(line, false, null, null))
                .isEqualTo("server 3 to server 2: Failed appendEntries: UNAVAILABLE: io exception");
    }

    @Test
    void anEndlessLineIsCut() {
        assertThat(Sentence.of("x".repeat(100_000), true, null, null)).hasSizeLessThan(1_000);
    }

    @Test
    void theAreaIsAWordOfOurs() {
        assertThat(Area.of("dev.gavel.raft.ratis.StallWatch")).isEqualTo("raft");
        assertThat(Area.of("org.apache.ratis.thirdparty.io.grpc.internal.X")).isEqualTo("network");
        assertThat(Area.of("dev.gavel.server.PlatformServer")).isEqualTo("server");
        assertThat(Area.of("sun.misc.X")).isEqualTo("java");
    }
}
