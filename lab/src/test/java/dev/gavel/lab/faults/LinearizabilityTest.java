package dev.gavel.lab.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.lab.faults.Linearizability.Operation;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

class LinearizabilityTest {

    private static Operation bid(long start, long end, long amount, boolean accepted) {
        return new Operation.Bid(start, end, amount, Optional.of(accepted));
    }

    private static Operation unknown(long start, long amount) {
        return new Operation.Bid(start, Linearizability.OPEN, amount, Optional.empty());
    }

    private static Operation look(long start, long end, long price) {
        return new Operation.Look(start, end,
                price == 0 ? OptionalLong.empty() : OptionalLong.of(price));
    }

    @Test
    void acceptsASequentialHistory() {
        assertThat(Linearizability.holds(List.of(look(0, 1, 0), bid(2, 3, 5, true),
                bid(4, 5, 3, false), look(6, 7, 5)))).isTrue();
    }

    @Test
    void findsAStaleRead() {
        assertThat(Linearizability
                .holds(List.of(bid(0, 1, 5, true), bid(2, 3, 7, true), look(4, 5, 5))))
                .isFalse();
    }

    @Test
    void findsALostBid() {
        assertThat(Linearizability.holds(List.of(bid(0, 1, 5, true), bid(2, 3, 4, true))))
                .isFalse();
    }

    @Test
    void findsAReadThatRunsBackward() {
        assertThat(Linearizability.holds(List.of(bid(0, 10, 5, true), look(1, 2, 5),
                look(3, 4, 0)))).isFalse();
    }

    @Test
    void letsAnUnknownBidHaveHappenedLateOrNever() {
        assertThat(Linearizability.holds(List.of(unknown(0, 9), look(1, 2, 0), look(5, 6, 9))))
                .isTrue();
        assertThat(Linearizability.holds(List.of(unknown(0, 9), look(1, 2, 0), look(5, 6, 0))))
                .isTrue();
        assertThat(Linearizability.holds(List.of(unknown(3, 9), look(1, 2, 9)))).isFalse();
    }

    @Test
    void acceptsWhatOneAuctionGivesAndFindsOneWrongAnswerInIt() {
        var random = new Random(3);
        for (var round = 0; round < 50; round++) {
            var history = new ArrayList<Operation>();
            var price = 0L;
            for (var i = 0; i < 200; i++) {
                var at = i * 10L;
                var start = at - random.nextInt(40);
                var end = at + random.nextInt(40);
                if (random.nextBoolean()) {
                    history.add(look(start, end, price));
                } else {
                    var amount = price + random.nextInt(5) - 1;
                    history.add(bid(start, end, amount, amount > price));
                    price = Math.max(price, amount);
                }
            }
            assertThat(Linearizability.holds(history)).isTrue();
            history.add(look(10_000, 10_001, price + 1));
            assertThat(Linearizability.holds(history)).isFalse();
        }
    }
}
