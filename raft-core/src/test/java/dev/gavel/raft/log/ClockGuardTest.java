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
        assertThat(guard.objection(AHEAD)).hasValueSatisfying(
                why -> assertThat(why).contains("at least 2.0 s ahead of 3 of the 5 clocks read"));
    }

    /** It creeps: each stamp is near the one before, and that is what the log says. */
    @Test
    void doubtsAClockThatRunsAheadInSmallSteps() {
        var guard = guard(5, Map.of(1, NOW, 2, NOW, 3, NOW, 4, NOW));
        for (var ahead = 0; ahead <= 2_000; ahead += 150) {
            assertThat(guard.objection(NOW + ahead)).isEmpty();
        }
        for (var ahead = 2_100; ahead < 60_000; ahead += 150) {
            assertThat(guard.objection(NOW + ahead)).isPresent();
        }
    }

    @Test
    void doubtsAStampBehindMostClocks() {
        var guard = guard(5, Map.of(1, NOW, 2, NOW, 3, NOW - 60_000, 4, NOW + 500));
        assertThat(guard.objection(NOW - 2_000)).isEmpty();
        assertThat(guard.objection(NOW - 60_000)).hasValueSatisfying(
                why -> assertThat(why).contains("60.0 s behind 3 of the 5 clocks read"));
    }

    @Test
    void theMiddleOfClocksThatAllDifferMayLead() {
        var guard = guard(5, Map.of(1, NOW - 20_000, 2, NOW - 10_000, 3, NOW + 10_000, 4,
                NOW + 20_000));
        assertThat(guard.objection(NOW)).isEmpty();
    }

    @Test
    void believesItselfWhereAsManyAgreeAsNot() {
        assertThat(guard(5, Map.of(1, NOW, 2, NOW, 3, AHEAD)).objection(AHEAD)).isEmpty();
        assertThat(guard(3, Map.of(1, NOW)).objection(AHEAD)).isEmpty();
    }

    @Test
    void judgesByAMajorityOfTheGroupOnly() {
        assertThat(guard(5, Map.of(1, NOW)).objection(AHEAD)).isEmpty();
        assertThat(guard(5, Map.of(1, NOW, 2, NOW)).objection(AHEAD)).isPresent();
    }

    @Test
    void trustsThoseWhoAgreeWithMost() {
        var guard = guard(5, Map.of(1, NOW, 2, NOW, 3, NOW - 60_000, 4, AHEAD + 1));
        assertThat(guard.trusted()).containsExactlyInAnyOrder(1, 2);
    }
}
