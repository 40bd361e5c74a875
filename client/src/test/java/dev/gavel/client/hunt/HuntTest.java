package dev.gavel.client.hunt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** What a hunt says to do next, told how each try ended; time goes on only where a test says so. */
class HuntTest {

    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration ATTEMPT = Duration.ofSeconds(1);
    private static final Limits LIMITS = new Limits(WITHIN, ATTEMPT, Duration.ofSeconds(3),
            Pauses.BETWEEN_ROUNDS, Limits.Round.ALL);
    private static final String REFUSED = "connection refused";

    private long now = 5;
    private final Roster<Integer, Roster.Line> roster = new Roster<>(List.of(1, 2, 3),
            server -> new Roster.Line() {}, () -> now);

    private Hunt<Integer> hunt() {
        return new Hunt<>(roster, LIMITS, true, () -> now);
    }

    private Hunt<Integer> reading() {
        return new Hunt<>(roster, LIMITS, false, () -> now);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    /** The server that is to be asked now. */
    private static Hunt.Step.Ask<Integer> asked(Hunt<Integer> hunt) {
        if (hunt.next() instanceof Hunt.Step.Ask<Integer> ask) {
            return ask;
        }
        throw new AssertionError("nobody is to be asked");
    }

    private static Duration pause(Hunt<Integer> hunt) {
        if (hunt.next() instanceof Hunt.Step.Pause<Integer>(var length)) {
            return length;
        }
        throw new AssertionError("there is no pause");
    }

    private static boolean givesUp(Hunt<Integer> hunt) {
        return hunt.next() instanceof Hunt.Step.GiveUp;
    }

    private void oneRoundWithoutALeader(Hunt<Integer> hunt) {
        for (var n = 0; n < 3; n++) {
            hunt.notLeader(asked(hunt), Optional.empty(), "");
        }
    }

    @Test
    void asksEachServerOnceARoundWhoLedLastFirst() {
        roster.leads(2);
        var hunt = hunt();
        var order = new ArrayList<Integer>();
        for (var n = 0; n < 3; n++) {
            var ask = asked(hunt);
            order.add(ask.server());
            hunt.notLeader(ask, Optional.empty(), "");
        }
        assertThat(order).containsExactly(2, 1, 3);
        pause(hunt);
        assertThat(asked(hunt).server()).isEqualTo(2);
    }

    @Test
    void pausesGrowFromRoundToRound() {
        var hunt = hunt();
        for (var round = 0; round < 6; round++) {
            oneRoundWithoutALeader(hunt);
            var longest = Duration.ofMillis(Math.min(200, 20L << round));
            assertThat(pause(hunt)).isBetween(longest.dividedBy(2), longest);
        }
    }

    @Test
    void waitsLongerForAnAnswerInLaterRounds() {
        var hunt = hunt();
        for (var seconds : List.of(1, 2, 4, 4)) {
            for (var n = 0; n < 3; n++) {
                var ask = asked(hunt);
                assertThat(ask.patience()).isEqualTo(Duration.ofSeconds(seconds));
                hunt.notLeader(ask, Optional.empty(), "");
            }
            pause(hunt);
        }
    }

    @Test
    void neverWaitsForLongerThanIsLeft() {
        var hunt = hunt();
        pass(Duration.ofMillis(9_700));
        var ask = asked(hunt);
        assertThat(ask.patience()).isEqualTo(Duration.ofMillis(300));
        hunt.busy(ask, Duration.ofSeconds(1), "much waits");
        assertThat(pause(hunt)).isEqualTo(Duration.ofMillis(300));
    }

    @Test
    void asksWhoIsNamedBeforeTheOthersAlsoWhereItWasUnknown() {
        var hunt = hunt();
        var order = new ArrayList<Integer>();
        for (var named : List.of(Optional.of(9), Optional.of(3), Optional.<Integer>empty())) {
            var ask = asked(hunt);
            order.add(ask.server());
            hunt.notLeader(ask, named, "");
        }
        assertThat(order).containsExactly(1, 9, 3);
        assertThat(asked(hunt).server()).isEqualTo(2);
    }

    @Test
    void doesNotGoInCirclesBetweenServersThatNameEachOther() {
        var hunt = hunt();
        hunt.notLeader(asked(hunt), Optional.of(3), "");
        hunt.notLeader(asked(hunt), Optional.of(1), "");
        var last = asked(hunt);
        assertThat(last.server()).as("1 was asked in this round").isEqualTo(2);
        hunt.notLeader(last, Optional.of(2), "");
        pause(hunt);
    }

    @Test
    void doesNotFollowAHintToAServerThatFailedJustNow() {
        roster.failed(3);
        var hunt = hunt();
        hunt.notLeader(asked(hunt), Optional.of(3), "");
        assertThat(asked(hunt).server()).isEqualTo(2);
    }

    @Test
    void asksABusyServerAgainAfterAsLongAsItSays() {
        var hunt = hunt();
        hunt.busy(asked(hunt), Duration.ofMillis(70), "much waits");
        assertThat(pause(hunt)).isEqualTo(Duration.ofMillis(70));
        var again = asked(hunt);
        assertThat(again.server()).isEqualTo(1);
        hunt.notLeader(again, Optional.empty(), "");
        assertThat(asked(hunt).server()).isEqualTo(2);
    }

    @Test
    void givesUpWhenItsTimeIsOver() {
        var hunt = hunt();
        oneRoundWithoutALeader(hunt);
        pause(hunt);
        pass(WITHIN);
        assertThat(givesUp(hunt)).isTrue();
        assertThat(hunt.mayHaveHadEffect()).isFalse();
        assertThat(hunt.reached()).isTrue();
        assertThat(hunt.why(hunt.gone())).isEqualTo("no majority within 10 s: asked "
                + "1 (knows no leader), 2 (knows no leader), 3 (knows no leader)");
    }

    @Test
    void givesUpSoonerWhereNobodyListens() {
        var hunt = hunt();
        for (var round = 0; round < 2; round++) {
            for (var n = 0; n < 3; n++) {
                hunt.unreachable(asked(hunt), REFUSED);
            }
            if (round == 0) {
                pause(hunt);
                pass(Duration.ofMillis(3_100));
            }
        }
        assertThat(givesUp(hunt)).isTrue();
        assertThat(hunt.reached()).isFalse();
        assertThat(hunt.mayHaveHadEffect()).isFalse();
        assertThat(hunt.why(hunt.gone())).isEqualTo("no server reached within 3.1 s: tried "
                + "1 (connection refused), 2 (connection refused), 3 (connection refused); of 6"
                + " tries, the last at each server is told");
    }

    @Test
    void goesOnWhereServersListenAndSayNothing() {
        var hunt = reading();
        for (var n = 0; n < 3; n++) {
            hunt.silent(asked(hunt), "no answer in time");
        }
        pass(Duration.ofSeconds(4));
        pause(hunt);
        assertThat(hunt.mayHaveHadEffect()).as("a read").isFalse();
    }

    @Test
    void givesUpAtOnceWhereAllSayThatNoMajorityIsUp() {
        var hunt = hunt();
        hunt.noMajority(asked(hunt), "2 of 3 are down");
        hunt.unreachable(asked(hunt), REFUSED);
        hunt.unreachable(asked(hunt), REFUSED);
        assertThat(givesUp(hunt)).isTrue();
        assertThat(hunt.lacksMajority()).isTrue();
    }

    @Test
    void goesOnWithoutAMajorityWhereAServerGivesHopeOrTheOutcomeIsUnknown() {
        var hunt = hunt();
        hunt.noMajority(asked(hunt), "2 of 3 are down");
        hunt.busy(asked(hunt), Duration.ZERO, "much waits");
        pause(hunt);
        hunt.unreachable(asked(hunt), REFUSED);
        hunt.unreachable(asked(hunt), REFUSED);
        pause(hunt);
        roster.answered(2);
        hunt.undecided(asked(hunt), "deposed");
        hunt.noMajority(asked(hunt), "2 of 3 are down");
        pause(hunt);
        assertThat(hunt.mayHaveHadEffect()).isTrue();
    }

    @Test
    void whatMayHaveHadAnEffectNeverBecomesWithoutEffect() {
        for (var how : List.of("silent", "undecided", "left", "under way")) {
            roster.answered(1);
            var hunt = hunt();
            var first = asked(hunt);
            switch (how) {
                case "silent" -> hunt.silent(first, "no answer in time");
                case "undecided" -> hunt.undecided(first, "deposed");
                case "left" -> assertThat(hunt.leave(first)).isTrue();
                default -> {
                }
            }
            assertThat(hunt.mayHaveHadEffect()).as(how).isTrue();
            if (!how.equals("under way")) {
                for (var n = 0; n < 2; n++) {
                    hunt.notLeader(asked(hunt), Optional.empty(), "");
                }
                assertThat(hunt.mayHaveHadEffect()).as(how).isTrue();
            }
            assertThat(hunt.why(hunt.gone())).as(how)
                    .startsWith("no answer within 0 s, the outcome is unknown: asked ");
        }
    }

    @Test
    void aTryThatEndedWithoutEffectIsUnderWayNoLonger() {
        var hunt = hunt();
        hunt.notLeader(asked(hunt), Optional.empty(), "");
        hunt.noMajority(asked(hunt), "2 of 3 are down");
        hunt.unreachable(asked(hunt), REFUSED);
        assertThat(hunt.mayHaveHadEffect()).isFalse();
    }

    @Test
    void aReadIsNeverOfUnknownOutcome() {
        var hunt = reading();
        hunt.undecided(asked(hunt), "deposed");
        assertThat(roster.rests(1)).as("it gave no answer").isTrue();
        hunt.silent(asked(hunt), "no answer in time");
        asked(hunt);
        assertThat(hunt.mayHaveHadEffect()).isFalse();
    }

    @Test
    void beginsARoundAtOnceWhenItLeavesAServerAndHearsNoMoreOfThatTry() {
        var hunt = hunt();
        var left = asked(hunt);
        assertThat(hunt.leave(left)).isTrue();
        assertThat(hunt.leave(left)).as("it was left before").isFalse();
        var next = asked(hunt);
        assertThat(next.server()).isEqualTo(1);
        assertThat(hunt.silent(left, "no answer in time")).isFalse();
        assertThat(roster.rests(1)).isFalse();
        assertThat(hunt.answered(next)).isTrue();
        assertThat(hunt.unreachable(next, REFUSED)).as("told of once more").isFalse();
        assertThat(hunt.busy(next, Duration.ZERO, "much waits")).isFalse();
        assertThat(hunt.noMajority(next, "2 of 3 are down")).isFalse();
        assertThat(hunt.undecided(next, "deposed")).isFalse();
        assertThat(hunt.lacksMajority()).isFalse();
    }

    @Test
    void asksOnlyTheFirstAndWhoIsNamedWhereTheFirstKnowsBest() {
        var hunt = new Hunt<>(Roster.of(List.of(1)),
                Limits.of(Limits.Round.FIRST, WITHIN, WITHIN), true, () -> now);
        for (var round = 0; round < 2; round++) {
            var here = asked(hunt);
            assertThat(here.server()).isEqualTo(1);
            hunt.notLeader(here, Optional.of(2), "");
            var there = asked(hunt);
            assertThat(there.server()).isEqualTo(2);
            hunt.notLeader(there, Optional.empty(), "");
            pause(hunt);
        }
        hunt.notLeader(asked(hunt), Optional.empty(), "");
        pause(hunt);
    }

    @Test
    void whatAnyServerCanDoIsAskedOfOneAtRandomAndOfNoneThatRests() {
        roster.leads(3);
        roster.failed(2);
        var order = new HashSet<Integer>();
        for (var n = 0; n < 200; n++) {
            var hunt = new Hunt<>(roster, Limits.withoutEnd(ATTEMPT, Pauses.BETWEEN_ROUNDS),
                    false, () -> now);
            var ask = asked(hunt);
            order.add(ask.server());
            hunt.notLeader(ask, Optional.empty(), "it ended the stream");
            pause(hunt);
        }
        assertThat(order).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void tellsHowOftenAServerWasAskedThatSpeaksOfItsLastTry() {
        var hunt = new Hunt<>(Roster.of(List.of(1)), LIMITS, true, () -> now);
        for (var n = 0; n < 3; n++) {
            hunt.notLeader(asked(hunt), Optional.empty(), "no leader in 7 ms");
            pause(hunt);
        }
        assertThat(hunt.why(Duration.ofMillis(1_240)))
                .isEqualTo(
                        "no majority within 1.2 s: asked 1 (3 times, at last: no leader in 7 ms)");
    }

    @Test
    void tellsHowManyTriesThereWereWhereNotAllAreTold() {
        var hunt = hunt();
        hunt.silent(asked(hunt), "no answer within 2 s");
        hunt.silent(asked(hunt), "no answer within 1.6 s");
        assertThat(hunt.why(hunt.gone())).as("all are")
                .endsWith(
                        "asked 1 (no answer within 2 s), 2 (no answer within 1.6 s)");
        var third = asked(hunt);
        assertThat(hunt.why(hunt.gone())).as("one is under way")
                .endsWith(
                        "asked 1 (no answer within 2 s), 2 (no answer within 1.6 s), 3 (no answer yet)");
        hunt.unreachable(third, REFUSED);
        pause(hunt);
        for (var n = 0; n < 3; n++) {
            hunt.unreachable(asked(hunt), REFUSED);
        }
        assertThat(hunt.why(hunt.gone())).as("only the last are")
                .endsWith(
                        "asked 1 (connection refused), 2 (connection refused), 3 (connection refused); of 6"
                                + " tries, the last at each server is told");
    }

    @Test
    void doesNotSayThatNobodyWasAskedWhereOneIsBeingAskedOrWasLeft() {
        var hunt = hunt();
        var first = asked(hunt);
        assertThat(hunt.why(hunt.gone())).endsWith(": asked 1 (no answer yet)");
        hunt.leave(first);
        assertThat(hunt.why(hunt.gone())).endsWith(": asked 1 (left for another that leads)");
    }

    @Test
    void saysThatThereWasNoTime() {
        var hunt = hunt();
        pass(WITHIN);
        assertThat(givesUp(hunt)).isTrue();
        assertThat(hunt.why(hunt.gone()))
                .isEqualTo("no server reached within 10 s: tried none, for want of time");
    }

    @Test
    void followsForYearsAndPausesShortlyAgainOnceAServerSpoke() {
        var hunt = new Hunt<>(roster,
                Limits.withoutEnd(ATTEMPT, Pauses.BETWEEN_ROUNDS), false, () -> now);
        for (var n = 0; n < 20; n++) {
            hunt.unreachable(asked(hunt), REFUSED);
            assertThat(pause(hunt)).isLessThanOrEqualTo(Duration.ofMillis(200));
            pass(Duration.ofDays(100));
        }
        var server = asked(hunt);
        hunt.speaks(server);
        hunt.unreachable(server, "connection lost");
        assertThat(pause(hunt)).isLessThanOrEqualTo(Duration.ofMillis(20));
    }

    @Test
    void nobodyToAskIsARoundWithoutAnAnswer() {
        var hunt = new Hunt<>(Roster.of(List.<Integer>of()), LIMITS, true, () -> now);
        pause(hunt);
        pass(Duration.ofSeconds(4));
        assertThat(givesUp(hunt)).isTrue();
    }
}
