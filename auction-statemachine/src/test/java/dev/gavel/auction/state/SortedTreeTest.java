package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

class SortedTreeTest {

    @Test
    void isWhatATreeMapIsAfterAnyChanges() {
        var random = new Random(1);
        var expected = new TreeMap<Integer, Integer>();
        var tree = SortedTree.<Integer, Integer>empty();
        for (var i = 0; i < 20_000; i++) {
            var key = random.nextInt(300);
            if (random.nextInt(2) == 0) {
                expected.put(key, i);
                tree = tree.with(key, i);
            } else {
                expected.remove(key);
                tree = tree.without(key);
            }
            assertThat(tree.size()).isEqualTo(expected.size());
            assertThat(tree.isEmpty()).isEqualTo(expected.isEmpty());
            assertThat(tree.get(key)).isEqualTo(expected.get(key));
            assertThat(tree.has(key)).isEqualTo(expected.containsKey(key));
            assertThat(tree.floorKey(key)).isEqualTo(expected.floorKey(key));
            assertThat(tree.firstKey())
                    .isEqualTo(expected.isEmpty() ? null : expected.firstKey());
            if (i % 100 == 0) {
                assertThat(entries(tree)).isEqualTo(new ArrayList<>(expected.entrySet()));
            }
        }
    }

    private static List<Map.Entry<Integer, Integer>> entries(
            SortedTree<Integer, Integer> tree) {
        var entries = new ArrayList<Map.Entry<Integer, Integer>>();
        tree.forEach((key, value) -> entries.add(Map.entry(key, value)));
        return entries;
    }

    /** A tree that leans would be as deep as it is large, and its recursion would not end well. */
    @Test
    void staysShallowWhateverTheOrder() {
        var rising = SortedTree.<Integer, Integer>empty();
        var falling = rising;
        var zigzag = rising;
        for (var i = 0; i < 100_000; i++) {
            rising = rising.with(i, i);
            falling = falling.with(-i, i);
            zigzag = zigzag.with(i % 2 == 0 ? i : -i, i);
        }
        assertThat(rising.depth()).isLessThanOrEqualTo(24);
        assertThat(falling.depth()).isLessThanOrEqualTo(24);
        assertThat(zigzag.depth()).isLessThanOrEqualTo(24);
        for (var i = 0; i < 99_000; i++) {
            rising = rising.without(i);
        }
        assertThat(rising.depth()).isLessThanOrEqualTo(14);
        assertThat(rising.firstKey()).isEqualTo(99_000);
        assertThat(rising.size()).isEqualTo(1_000);
    }

    @Test
    void leavesOlderVersionsAsTheyWere() {
        var one = SortedTree.<String, Integer>empty().with("b", 1);
        var two = one.with("a", 2).with("b", 3);
        var none = two.without("a").without("b").without("c");
        assertThat(one.get("b")).isEqualTo(1);
        assertThat(one.has("a")).isFalse();
        assertThat(two.get("b")).isEqualTo(3);
        assertThat(two.size()).isEqualTo(2);
        assertThat(none.isEmpty()).isTrue();
        assertThat(none.firstKey()).isNull();
        assertThat(one.without("x")).isSameAs(one);
    }

    @Test
    void stopsWalkingWhenToldTo() {
        var tree = SortedTree.<Integer, Integer>empty();
        for (var i = 0; i < 100; i++) {
            tree = tree.with(i, i);
        }
        var seen = new ArrayList<Integer>();
        tree.visitWhile((key, value) -> {
            seen.add(key);
            return key < 41;
        });
        assertThat(seen).hasSize(42).isSorted();
    }
}
