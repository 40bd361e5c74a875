package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.apache.ratis.server.DivisionProperties;
import org.apache.ratis.util.TimeDuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A leader may be silent for longer where threads wait for a core. */
class ElectionTimeoutsTest {

    @TempDir
    Path folder = Path.of("set by JUnit");

    private Duration delay = Duration.ZERO;
    private boolean leads;
    private final ElectionTimeouts timeouts = new ElectionTimeouts(new Configured(), () -> delay,
            () -> leads);

    /** From half a second to one. */
    private static final class Configured implements DivisionProperties {

        @Override
        public TimeDuration minRpcTimeout() {
            return TimeDuration.valueOf(500, TimeUnit.MILLISECONDS);
        }

        @Override
        public TimeDuration maxRpcTimeout() {
            return TimeDuration.valueOf(1, TimeUnit.SECONDS);
        }

        @Override
        public TimeDuration rpcSleepTime() {
            return TimeDuration.valueOf(25, TimeUnit.MILLISECONDS);
        }

        @Override
        public TimeDuration rpcSlownessTimeout() {
            return TimeDuration.ONE_MINUTE;
        }
    }

    @Test
    void areAsConfiguredWhereThreadsWaitForNothingButACollection() {
        delay = Duration.ofMillis(45);
        assertThat(timeouts.minRpcTimeoutMs()).isEqualTo(500);
        assertThat(timeouts.maxRpcTimeoutMs()).isEqualTo(1_000);
    }

    @Test
    void growWithWhatThreadsWaitForAndHaveABound() {
        delay = Duration.ofMillis(150);
        assertThat(timeouts.minRpcTimeoutMs()).isEqualTo(1_500);
        assertThat(timeouts.maxRpcTimeoutMs()).isEqualTo(2_000);

        delay = Duration.ofMinutes(1);
        assertThat(timeouts.minRpcTimeoutMs()).isEqualTo(5_500);
        assertThat(timeouts.maxRpcTimeoutMs()).isEqualTo(6_000);
    }

    @Test
    void ofALeaderDoNotMakeItsHeartbeatsRarer() {
        delay = Duration.ofMillis(150);
        leads = true;
        assertThat(timeouts.minRpcTimeoutMs()).isEqualTo(500);
        assertThat(timeouts.maxRpcTimeoutMs()).isEqualTo(2_000);
    }

    @Test
    void theLongestIsNoLessThanTheShortestThatWasToldJustBefore() {
        delay = Duration.ofMillis(250);
        assertThat(timeouts.minRpcTimeoutMs()).isEqualTo(2_500);
        delay = Duration.ZERO;
        assertThat(timeouts.maxRpcTimeoutMs()).isEqualTo(3_000);
    }

    @Test
    void areThoseThatTheReplicaGoesBy() {
        try (var group = new RatisGroup(1, folder, RatisGroup.tuning(10_000))) {
            assertThat(group.leader().node().division().properties())
                    .isInstanceOf(ElectionTimeouts.class);
        }
    }

    @Test
    void aDelayCountsOnceItCameInTwoOfTheLastTenSeconds() {
        var nanos = new AtomicLong();
        try (var measured = new SchedulingDelay("test", nanos::get)) {
            assertThat(measured.lately()).isZero();
            measured.late(Duration.ofMillis(80).toNanos());
            measured.late(Duration.ofMillis(70).toNanos());
            assertThat(measured.lately()).as("one second").isZero();

            nanos.addAndGet(Duration.ofSeconds(9).toNanos());
            measured.late(Duration.ofMillis(60).toNanos());
            assertThat(measured.lately()).isEqualTo(Duration.ofMillis(60));
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(measured.lately()).as("the first is forgotten").isZero();

            measured.late(Duration.ofMinutes(1).toNanos());
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            measured.late(Duration.ofMinutes(1).toNanos());
            assertThat(measured.lately()).isEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void aProcessThatStoodStillOnceKeepsItsTimeouts() {
        var nanos = new AtomicLong();
        try (var measured = new SchedulingDelay("test", nanos::get)) {
            measured.late(Duration.ofSeconds(8).toNanos());
            var stopped = new ElectionTimeouts(new Configured(), measured::lately, () -> false);
            for (var second = 0; second < 12; second++) {
                assertThat(stopped.minRpcTimeoutMs()).isEqualTo(500);
                nanos.addAndGet(Duration.ofSeconds(1).toNanos());
                measured.late(Duration.ofMillis(3).toNanos());
            }
        }
    }

    @Test
    void itIsMeasuredOnTheRealMachine() {
        try (var measured = new SchedulingDelay("test", System::nanoTime)) {
            measured.begin();
            await().until(() -> measured.lately().toNanos() > 0);
        }
    }
}
