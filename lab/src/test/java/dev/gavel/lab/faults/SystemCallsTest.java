package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** That the reading of a trace tells a bid that was synced in time from one that was not. */
class SystemCallsTest {

    private static final String A = "/r/server-0/current/log_inprogress_0";
    private static final String B = "/r/server-1/current/log_inprogress_0";
    private static final long ANSWER = 100_000_900L;

    private static SystemCalls trace(String... lines) {
        return SystemCalls.parse(Stream.of(lines).collect(Collectors.toList()));
    }

    private static String write(String file, int micros, String bytes) {
        return "11 100.000" + micros + " write(7<" + file + ">, \"" + bytes
                + "\"..., 200) = 200 <0.000010>";
    }

    private static String sync(String file, int micros, String result) {
        return "11 100.000" + micros + " fdatasync(7<" + file + ">) = " + result + " <0.000100>";
    }

    @Test
    void countsALogThatWasSyncedAfterItsWriteAndBeforeTheAnswer() {
        var calls = trace(write(A, 100, "amount\\\":71"), sync(A, 200, "0"),
                write(B, 100, "amount\\\":71"),
                "12 100.000200 fdatasync(7<" + B + "> <unfinished ...>",
                "13 100.000250 write(9<socket:[1]>, \"x\", 1) = 1 <0.000001>",
                "12 100.000899 <... fdatasync resumed>) = 0 <0.000699>");
        assertThat(calls.logsSynced("amount\":71", ANSWER)).containsExactlyInAnyOrder(A, B);
    }

    @Test
    void doesNotCountASyncThatCameTooEarlyTooLateOrFailed() {
        var wrote = write(A, 300, "amount\\\":71");
        assertThat(trace(wrote).logsSynced("amount\":71", ANSWER)).isEmpty();
        assertThat(trace(sync(A, 250, "0"), wrote).logsSynced("amount\":71", ANSWER))
                .as("begun before")
                .isEmpty();
        assertThat(trace(wrote, sync(A, 800, "0")).logsSynced("amount\":71", ANSWER))
                .as("returned after")
                .isEmpty();
        assertThat(trace(wrote, sync(A, 400, "-1 EIO (Input/output error)"))
                .logsSynced("amount\":71", ANSWER)).as("failed").isEmpty();
        assertThat(trace(wrote, sync(B, 400, "0")).logsSynced("amount\":71", ANSWER))
                .as("of another")
                .isEmpty();
        assertThat(trace(wrote, sync(A, 400, "0")).logsSynced("amount\":72", ANSWER))
                .as("other bytes")
                .isEmpty();
    }

    @Test
    void findsTheFirstTimeAnAnswerWasSent() {
        var calls = trace(write(A, 100, "{\\\"status\\\":\\\"success\\\" 71"),
                "12 100.000700 writev(9<socket:[1]>, [{iov_base=\"{\\\"status\\\":\\\"success\\\" 71\", iov_len=9}], 1) = 9 <0.000001>",
                "12 100.000600 sendmsg(9<socket:[1]>, {iov_base=\"{\\\"status\\\":\\\"success\\\" 71\"}, 0 <unfinished ...>",
                "12 100.000950 <... sendmsg resumed>) = 9 <0.000350>");
        assertThat(calls.firstSent("\"status\":\"success\"", "71")).hasValue(100_000_600L);
        assertThat(calls.firstSent("\"status\":\"success\"", "72")).isEmpty();
    }

    @Test
    void knowsOfACallThatHadNotReturnedWhenTheTraceEndedThatItBegan() {
        var calls = trace(
                "11 100.000100 write(7<" + A + ">, \"amount\\\":71\"..., 9 <unfinished ...>",
                sync(A, 200, "0"),
                "12 100.000400 sendto(9<socket:[1]>, \"success 71\", 9, 0, NULL, 0 <unfinished ...>",
                "13 100.000500 sendto(9<socket:[1]>, \"success 72\", 9, 0, NULL, 0 <detached ...>");
        assertThat(calls.firstSent("success 71")).hasValue(100_000_400L);
        assertThat(calls.firstSent("success 72")).hasValue(100_000_500L);
        assertThat(calls.logsSynced("amount\":71", ANSWER))
                .as("a write that nobody saw end")
                .isEmpty();
    }
}
