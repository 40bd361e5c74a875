package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A leader with something against leading, for ten minutes. */
class LetAnotherLeadTest {

    private final List<Long> tries = new ArrayList<>();
    private long seconds;
    private boolean leads = true;
    private boolean isTaken;
    private final LetAnotherLead other = new LetAnotherLead(() -> leads, () -> {
        tries.add(seconds);
        leads = !isTaken;
    }, Duration.ofSeconds(30), () -> seconds * 1_000_000_000);

    private void pass(int time, boolean isWanted) {
        for (var until = seconds + time; seconds < until; seconds++) {
            other.look(isWanted);
        }
    }

    @Test
    void whatComesToNothingIsTriedAgainAfterPausesThatGrowUpToABound() {
        pass(130, true);
        assertThat(tries).containsExactly(0L, 2L, 6L, 14L, 30L, 60L, 90L, 120L);
    }

    @Test
    void leadershipThatComesBackGoesAwayAgainAfterTheLongestPauseOnly() {
        isTaken = true;
        pass(1, true);
        pass(5, true);
        leads = true;
        pass(50, true);
        assertThat(tries).containsExactly(0L, 30L);
        leads = true;
        isTaken = false;
        pass(100, true);
        assertThat(tries).startsWith(0L, 30L, 60L, 62L, 66L);
    }

    @Test
    void whereNothingIsAgainstItNothingHappens() {
        pass(600, false);
        leads = false;
        pass(600, true);
        assertThat(tries).isEmpty();
    }
}
