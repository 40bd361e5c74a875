package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

class PagedTableTest {

    /** Past the borders at which the tree grows by a floor: 32, 1,024 and 32,768. */
    @Test
    void isWhatAListIs() {
        var random = new Random(1);
        var expected = new ArrayList<Integer>();
        var table = PagedTable.<Integer>empty();
        assertThat(table.isEmpty()).isTrue();
        for (var i = 0; i < 33_000; i++) {
            expected.add(i);
            table = table.append(i);
            var at = random.nextInt(expected.size());
            expected.set(at, -i);
            table = table.with(at, -i);
            assertThat(table.size()).isEqualTo(i + 1);
            assertThat(table.get(i)).isEqualTo(expected.get(i));
            assertThat(table.get(at)).isEqualTo(-i);
        }
        assertThat(table.isEmpty()).isFalse();
        var walked = new ArrayList<Integer>();
        table.forEach(walked::add);
        assertThat(walked).isEqualTo(expected);
        for (var i = 0; i < expected.size(); i++) {
            assertThat(table.get(i)).isEqualTo(expected.get(i));
        }
    }

    @Test
    void leavesOlderVersionsAsTheyWere() {
        var one = PagedTable.<String>empty().append("a");
        var two = one.append("b").with(0, "c");
        assertThat(one.size()).isEqualTo(1);
        assertThat(one.get(0)).isEqualTo("a");
        assertThat(two.get(0)).isEqualTo("c");
    }

    /** Both take the same free slot of the newest page, at every length around its borders. */
    @Test
    void twoThatGrowFromOneDoNotMeet() {
        var table = PagedTable.<String>empty();
        for (var i = 0; i < 1_100; i++) {
            var rehearsed = table.append("rehearsed " + i).append("more");
            var real = table.append("real " + i);
            var changed = rehearsed.with(i, "changed").append("again");
            assertThat(rehearsed.get(i)).isEqualTo("rehearsed " + i);
            assertThat(rehearsed.get(i + 1)).isEqualTo("more");
            assertThat(changed.get(i)).isEqualTo("changed");
            assertThat(changed.get(i + 1)).isEqualTo("more");
            assertThat(changed.get(i + 2)).isEqualTo("again");
            table = real;
        }
        for (var i = 0; i < 1_100; i++) {
            assertThat(table.get(i)).isEqualTo("real " + i);
        }
    }

    /** Rehearsals run on other threads than the one that applies. */
    @Test
    void manyThreadsThatGrowFromOneDoNotMeet() throws InterruptedException {
        var shared = PagedTable.<Integer>empty();
        for (var i = 0; i < 1_000; i++) {
            var base = shared.append(-1);
            var grown = new ConcurrentHashMap<Integer, PagedTable<Integer>>();
            var threads = IntStream.range(0, 4)
                    .mapToObj(n -> Thread.ofVirtual().start(() -> grown.put(n, base.append(n))))
                    .toList();
            for (var thread : threads) {
                thread.join();
            }
            grown.forEach((n, table) -> assertThat(table.get(base.size())).isEqualTo(n));
            shared = grown.getOrDefault(0, base);
            assertThat(shared).isNotSameAs(base);
        }
    }

    @Test
    void refusesWhatLiesOutside() {
        var table = PagedTable.<String>empty().append("a");
        assertThatThrownBy(() -> table.get(1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.get(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.with(1, "b"))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> table.with(-1, "b"))
                .isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> PagedTable.empty().get(0))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
