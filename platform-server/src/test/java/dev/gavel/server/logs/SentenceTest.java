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
    void linesThatOnlyTheirProgrammersUnderstandAreToldAnew() {
        assertThat(theirs("JvmPauseMonitor-server-1: Detected pause in JVM or host machine"
                + " approximately 0.662s with 0.636s GC time.\nGC pool 'G1 Young Generation' had"
                + " collection(s): count=1 time=636ms"))
                .isEqualTo("this process, or the machine, stood still for about 0.662 s");
        assertThat(theirs("JvmPauseMonitor0: Detected pause in JVM or host machine approximately"
                + " 1.2s without any GCs."))
                .isEqualTo("this process, or the machine, stood still for about 1.2 s");
        assertThat(theirs("server-1@group-DEADBEEF0123: Failed to recognize server-3 as leader for"
                + " APPEND_ENTRIES since peerTerm = 2 < currentTerm = 4"))
                .isEqualTo("server 1: server 3 does not lead any more: its term 2 is over, and"
                        + " this is term 4");
        assertThat(theirs("Timed out gracefully shutting down connection:"
                + " ManagedChannelOrphanWrapper{delegate=ManagedChannelImpl{logId=48,"
                + " target=127.0.0.1:30040}}. "))
                .isEqualTo("a connection to 127.0.0.1:30040 was not closed in time, and is cut");
        assertThat(theirs("Follower server-3@group-DEADBEEF0123->server-1(c-1,m-1,n0,"
                + " caughtUp=true, lastRpcSendTime=10012) is slow"))
                .isEqualTo("Follower server 3 to server 1 is slow");
    }

    private static String theirs(String said) {
        return Sentence.of(said, false, null, null);
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
