package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Random;

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
