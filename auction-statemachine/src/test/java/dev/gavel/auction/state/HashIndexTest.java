package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

class HashIndexTest {

    @Test
    void findsWhatWasPutAndNothingElse() {
        var random = new Random(1);
        var expected = new HashMap<String, Integer>();
        var index = HashIndex.<Integer>empty();
        for (var i = 0; i < 50_000; i++) {
            var key = "user-" + random.nextInt(20_000);
            expected.put(key, i);
            index = index.with(key, i);
        }
        for (var i = 0; i < 25_000; i++) {
            assertThat(index.findOrNull("user-" + i)).isEqualTo(expected.get("user-" + i));
        }
        assertThat(index.find("user-1")).isPresent();
        assertThat(index.find("nobody")).isEmpty();
        assertThat(HashIndex.empty().find("")).isEmpty();
    }

    /** "Aa" and "BB" have the same hash, and so has whatever is put together of them. */
    @Test
    void findsEachOfManyWithTheSameHash() {
        var names = colliding(12);
        assertThat(names.stream().mapToInt(String::hashCode).distinct().count()).isEqualTo(1);
        var index = HashIndex.<Integer>empty().with("someone", -1).with("else", -2);
        for (var i = 0; i < names.size(); i++) {
            index = index.with(names.get(i), i);
        }
        var before = index;
        index = index.with(names.get(7), 70);
        for (var i = 0; i < names.size(); i++) {
            assertThat(index.findOrNull(names.get(i))).isEqualTo(i == 7 ? 70 : i);
        }
        assertThat(before.findOrNull(names.get(7))).isEqualTo(7);
        assertThat(index.findOrNull("someone")).isEqualTo(-1);
        assertThat(index.findOrNull("C#".repeat(12))).isNull();
        for (var i = 0; i < 2_000; i++) {
            index = index.with("later-" + i, i);
        }
        assertThat(index.findOrNull(names.get(4_000))).isEqualTo(4_000);
        assertThat(index.findOrNull("later-1999")).isEqualTo(1_999);
    }

    private static List<String> colliding(int pairs) {
        var names = new ArrayList<String>(List.of(""));
        for (var i = 0; i < pairs; i++) {
            var longer = new ArrayList<String>();
            for (var name : names) {
                longer.add(name + "Aa");
                longer.add(name + "BB");
            }
            names = longer;
        }
        return names;
    }

    @Test
    void leavesOlderVersionsAsTheyWere() {
        var one = HashIndex.<Integer>empty().with("a", 1);
        var two = one.with("a", 2).with("b", 3);
        assertThat(one.findOrNull("a")).isEqualTo(1);
        assertThat(one.findOrNull("b")).isNull();
        assertThat(two.findOrNull("a")).isEqualTo(2);
    }
}
