package dev.gavel.raft.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.ratis.server.protocol.TermIndex;
import org.junit.jupiter.api.Test;

import java.util.Optional;

/** When a restarted replica, whose log ended at 100 in term 4, knows how far the house has committed. */
class ReportTest {

    private static boolean isToldOf(long committed, TermIndex last, long term) {
        return Report.isToldOf(committed, 100, Optional.of(last), term);
    }

    @Test
    void whatItTookForCommittedBeforeItsLogWasFoundToFitIsNotTheLeadersWord() {
        assertThat(isToldOf(0, TermIndex.valueOf(4, 100), 4)).isFalse();
        assertThat(isToldOf(0, TermIndex.valueOf(5, 500), 5)).isFalse();
        assertThat(isToldOf(99, TermIndex.valueOf(4, 100), 5)).isFalse();
    }

    @Test
    void allThatItsLogHeldIsEnough() {
        assertThat(isToldOf(100, TermIndex.valueOf(4, 100), 4)).isTrue();
        assertThat(isToldOf(300, TermIndex.valueOf(5, 500), 5)).isTrue();
    }

    @Test
    void theEndOfAnIdleLeaderIsEnoughAlsoWhereOwnEntriesWereDropped() {
        assertThat(isToldOf(98, TermIndex.valueOf(5, 98), 5)).isTrue();
        assertThat(isToldOf(98, TermIndex.valueOf(4, 98), 5)).as("of an earlier term").isFalse();
    }

    @Test
    void anEmptyLogHasNothingToWaitFor() {
        assertThat(Report.isToldOf(0, -1, Optional.empty(), 1)).isTrue();
    }
}
