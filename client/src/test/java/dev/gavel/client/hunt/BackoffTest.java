package dev.gavel.client.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.HashSet;

class BackoffTest {

    private static final Duration SHORTEST = Duration.ofMillis(20);
    private static final Duration LONGEST = Duration.ofMillis(500);

    private final Backoff backoff = new Backoff(SHORTEST, LONGEST);

    /** Each is drawn from the upper half of twice the one before. */
    @RepeatedTest(100)
    void pausesDoubleUpToTheLongest() {
        for (var round = 0; round < 5; round++) {
            var most = SHORTEST.multipliedBy(1L << round);
            assertThat(backoff.after(round)).isBetween(most.dividedBy(2), most);
        }
        for (var round = 5; round < 1_000; round++) {
            assertThat(backoff.after(round)).isBetween(LONGEST.dividedBy(2), LONGEST);
        }
    }

    @Test
    void clientsThatLostTheSameServerDoNotComeBackTogether() {
        var pauses = new HashSet<Duration>();
        for (var client = 0; client < 100; client++) {
            pauses.add(backoff.after(3));
        }
        assertThat(pauses).hasSizeGreaterThan(90);
    }

    @Test
    void noRoundIsTooLateNorAnyPauseTooShortToBeDrawn() {
        assertThat(backoff.after(Integer.MAX_VALUE)).isBetween(LONGEST.dividedBy(2), LONGEST);
        assertThat(new Backoff(Duration.ZERO, Duration.ZERO).after(0))
                .isLessThan(Duration.ofNanos(2));
        var days = new Backoff(Duration.ofDays(1), Duration.ofDays(2));
        assertThat(days.after(1_000)).isBetween(Duration.ofDays(1), Duration.ofDays(2));
    }
}
