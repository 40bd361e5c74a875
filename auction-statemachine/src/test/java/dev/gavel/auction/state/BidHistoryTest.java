package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.UserName;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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

    /** Of every size around whole pages: told and taken in again it is the same. */
    @Test
    void goesIntoASnapshotAndComesBack() throws IOException {
        var history = BidHistory.empty();
        for (var i = 0; i < 40; i++) {
            var again = new Copy();
            history.visit(again);
            assertThat(bids(again.copy)).isEqualTo(bids(history));
            assertThat(again.pages).isEqualTo(Math.max(0, i - 1) / BidHistory.PAGE_BIDS);
            history = history.append(bid());
        }
    }

    @Test
    void refusesPagesThatCannotBe() throws IOException {
        var history = BidHistory.empty();
        for (var i = 0; i < 9; i++) {
            history = history.append(bid());
        }
        var told = new Copy();
        history.visit(told);
        assertThat(told.pages).isEqualTo(1);
        var packed = told.packed;
        refuse(told.bidders, Arrays.copyOf(packed, packed.length - 1), "too early");
        refuse(told.bidders, Arrays.copyOf(packed, packed.length + 1), "as long as");
        refuse(told.bidders.subList(0, 7), packed, "as long as");
        var late = BidHistory.empty().append(bid());
        assertThatThrownBy(() -> late.appendPage(told.bidders, packed))
                .hasMessageContaining("does not follow");
    }

    private static void refuse(List<UserName> bidders, byte[] packed, String why) {
        assertThatThrownBy(() -> BidHistory.empty().appendPage(bidders, packed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }

    private static List<Bid> bids(BidHistory history) {
        var bids = new ArrayList<Bid>();
        history.forEach(bids::add);
        return bids;
    }

    private static final class Copy implements BidHistory.Visitor {

        private BidHistory copy = BidHistory.empty();
        private int pages;
        private List<UserName> bidders = List.of();
        private byte[] packed = {};

        @Override
        public void page(List<UserName> bidders, byte[] packed) {
            this.bidders = bidders;
            this.packed = packed;
            pages++;
            copy = copy.appendPage(bidders, packed);
        }

        @Override
        public void bid(Bid bid) {
            copy = copy.append(bid);
        }
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
