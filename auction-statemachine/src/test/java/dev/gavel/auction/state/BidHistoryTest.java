package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.UserName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class BidHistoryTest {

    private final Random random = new Random(7);

    /** Numbers at the ends of their ranges and ordinary ones, in any mixture. */
    @Test
    void isWhatAListIs() {
        var expected = new ArrayList<Bid>();
        var history = BidHistory.empty();
        assertThat(history.isEmpty()).isTrue();
        for (var i = 0; i < 2_000; i++) {
            var bid = bid();
            expected.add(bid);
            history = history.append(bid);
            var at = random.nextInt(expected.size());
            expected.set(at, expected.get(at).retract());
            history = history.with(at, history.get(at).retract());
            assertThat(history.size()).isEqualTo(i + 1);
            assertThat(history.get(i)).isEqualTo(expected.get(i));
            assertThat(history.get(at)).isEqualTo(expected.get(at));
        }
        assertThat(history.isEmpty()).isFalse();
        var walked = new ArrayList<Bid>();
        history.forEach(walked::add);
        assertThat(walked).isEqualTo(expected);
    }

    @Test
    void leavesOlderVersionsAsTheyWere() {
        var one = BidHistory.empty();
        for (var i = 0; i < 20; i++) {
            one = one.append(bid());
        }
        var before = new ArrayList<Bid>();
        one.forEach(before::add);
        for (var i = 0; i < 20; i++) {
            one.with(i, bid()).append(bid());
        }
        one.append(bid());
        var after = new ArrayList<Bid>();
        one.forEach(after::add);
        assertThat(after).isEqualTo(before);
    }

    @Test
    void refusesWhatLiesOutside() {
        var history = BidHistory.empty();
        for (var size : List.of(0, 1, 8, 9)) {
            while (history.size() < size) {
                history = history.append(bid());
            }
            var last = history;
            assertThatThrownBy(() -> last.get(size))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> last.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> last.with(size, bid()))
                    .isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> last.with(-1, bid()))
                    .isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    private Bid bid() {
        var amount = number();
        return new Bid(new UserName("user-" + random.nextInt(5)), amount,
                random.nextBoolean() ? amount : number(), number(), number(),
                random.nextBoolean() ? 1 : (int) number(), random.nextBoolean(),
                random.nextBoolean());
    }

    private long number() {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
            default -> random.nextInt(3);
        };
    }
}
