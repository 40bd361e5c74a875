package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gavel.auction.model.AuctionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.LongStream;

class AuctionIdsTest {

    private static List<Long> above(AuctionIds ids, long after) {
        var seen = new ArrayList<Long>();
        ids.visitAbove(after, id -> seen.add(id.value()));
        return seen;
    }

    private static AuctionIds of(LongStream values) {
        return values.boxed()
                .reduce(AuctionIds.NONE, (ids, each) -> ids.with(new AuctionId(each)),
                        (one, other) -> other);
    }

    @ParameterizedTest
    @ValueSource(longs = {40, 1_000, 50_000, Long.MAX_VALUE})
    void areWhatATreeSetIsAfterAnyChanges(long bound) {
        var random = new Random(bound);
        var expected = new TreeSet<Long>();
        var ids = AuctionIds.NONE;
        for (var i = 0; i < 20_000; i++) {
            var value = random.nextLong(1, bound);
            // grows for a while, then shrinks, and so on
            if (random.nextInt(3) != 0 == (i / 3_000 % 2 == 0)) {
                expected.add(value);
                ids = ids.with(new AuctionId(value));
            } else {
                var known = expected.floor(value);
                var gone = known == null ? value : known;
                expected.remove(gone);
                ids = ids.without(new AuctionId(gone));
            }
            assertThat(ids.has(new AuctionId(value))).isEqualTo(expected.contains(value));
            assertThat(ids.isEmpty()).isEqualTo(expected.isEmpty());
            assertThat(ids.highest()).isEqualTo(expected.isEmpty() ? 0 : expected.last());
            if (i % 500 == 0) {
                assertThat(above(ids, 0)).isEqualTo(new ArrayList<>(expected));
                assertThat(above(ids, value))
                        .isEqualTo(new ArrayList<>(expected.tailSet(value, false)));
            }
        }
    }

    @Test
    void fillTheirPagesWhereTheyRise() {
        assertThat(of(LongStream.rangeClosed(1, 64_000)).pages()).isEqualTo(1_000);
        var falling = of(LongStream.rangeClosed(1, 64_000).map(i -> 64_001 - i));
        assertThat(falling.pages()).isLessThanOrEqualTo(2_000);
        assertThat(above(falling, 63_990)).hasSize(10).isSorted();
        var behindAFullPage = of(LongStream.concat(LongStream.rangeClosed(1, 64),
                LongStream.rangeClosed(1, 64_000).map(i -> 64_065 - i)));
        assertThat(behindAFullPage.pages()).isLessThanOrEqualTo(2_002);
    }

    @Test
    void holdTheHighestAndTheLowestSideBySide() {
        var both = of(LongStream.of(Long.MAX_VALUE, 1));
        assertThat(both.pages()).isEqualTo(1);
        assertThat(above(both, 0)).containsExactly(1L, Long.MAX_VALUE);
        assertThat(above(both, 1)).containsExactly(Long.MAX_VALUE);
        assertThat(above(both, Long.MAX_VALUE)).isEmpty();
        assertThat(both.highest()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void leaveOlderVersionsAsTheyWere() {
        var few = of(LongStream.of(5, 9));
        var more = few.with(new AuctionId(7));
        assertThat(more.with(new AuctionId(7))).isSameAs(more);
        assertThat(few.without(new AuctionId(7))).isSameAs(few);
        assertThat(above(more.without(new AuctionId(5)), 0)).containsExactly(7L, 9L);
        assertThat(above(more, 0)).containsExactly(5L, 7L, 9L);
        assertThat(above(few, 0)).containsExactly(5L, 9L);
        assertThat(above(AuctionIds.NONE, 3)).isEmpty();
    }

    @Test
    void stopWhenToldTo() {
        var seen = new ArrayList<Long>();
        of(LongStream.rangeClosed(1, 1_000)).visitAbove(100, id -> {
            seen.add(id.value());
            return id.value() < 300;
        });
        assertThat(seen).hasSize(200).isSorted();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 63, 64, 65, 128, 1_000})
    void areTheSameWhenGatheredAtOnce(int count) {
        var rising = new AuctionIds.Rising();
        for (var i = 1L; i <= count; i++) {
            rising.add(i * i);
            rising.add(i * i);
        }
        var ids = rising.ids();
        assertThat(above(ids, 0)).isEqualTo(
                LongStream.rangeClosed(1, count).map(i -> i * i).boxed().toList());
        assertThat(ids.pages()).isEqualTo((count + 63) / 64);
        assertThat(ids.highest()).isEqualTo((long) count * count);
        assertThat(above(ids.with(new AuctionId(3)).without(new AuctionId(1)), 0))
                .hasSize(count == 0 ? 1 : count)
                .contains(3L)
                .doesNotContain(1L);
    }

    @Test
    void areNotGatheredDownwards() {
        var rising = new AuctionIds.Rising();
        rising.add(2);
        assertThatThrownBy(() -> rising.add(1)).isInstanceOf(IllegalArgumentException.class);
    }
}
