package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class ClockGuardTest {

    private static final long NOW = 1_000_000_000;
    private static final long AHEAD = NOW + 2_001;

    private static ClockGuard guard(int servers, Map<Integer, Long> clocks) {
        return new ClockGuard(() -> servers, Duration.ofSeconds(2), () -> clocks);
    }

    @Test
    void doubtsAStampAheadOfTheLogAndOfMostClocks() {
        var guard = guard(5, Map.of(1, NOW, 2, NOW, 3, NOW - 5_000, 4, AHEAD));
        assertThat(guard.objection(AHEAD, NOW)).hasValueSatisfying(
                why -> assertThat(why).contains("at least 2.0 s ahead of 3 of the 5 clocks read"));
    }

    @Test
    void asksNobodyWhileTheLogIsNear() {
        var guard = new ClockGuard(() -> 5, Duration.ofSeconds(2), () -> {
            throw new AssertionError("asked");
        });
        assertThat(guard.objection(NOW + 2_000, NOW)).isEmpty();
    }

    @Test
    void takesAnOldLogForAnIdleHouse() {
        assertThat(guard(5, Map.of(1, NOW, 2, NOW, 3, NOW, 4, NOW)).objection(NOW, 0)).isEmpty();
    }

    @Test
    void believesItselfWhereAsManyAgreeAsNot() {
        assertThat(guard(5, Map.of(1, NOW, 2, NOW, 3, AHEAD)).objection(AHEAD, 0)).isEmpty();
        assertThat(guard(3, Map.of(1, NOW)).objection(AHEAD, 0)).isEmpty();
    }

    @Test
    void judgesByAMajorityOfTheGroupOnly() {
        assertThat(guard(5, Map.of(1, NOW)).objection(AHEAD, 0)).isEmpty();
        assertThat(guard(5, Map.of(1, NOW, 2, NOW)).objection(AHEAD, 0)).isPresent();
    }

    @Test
    void trustsThoseWhoAgreeWithMost() {
        var guard = guard(5, Map.of(1, NOW, 2, NOW, 3, NOW - 60_000, 4, AHEAD + 1));
        assertThat(guard.trusted()).containsExactlyInAnyOrder(1, 2, 3);
    }
}
