package dev.gavel.raft.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Random;
import java.util.TreeMap;

class PagedTableTest {

    @Test
    void behavesAsASortedMapAndItsFrozenCopiesStay() {
        var random = new Random(7);
        var table = new PagedTable<Long>();
        var model = new TreeMap<Long, Long>();
        var frozen = new ArrayList<PagedTable.Frozen<Long>>();
        var copies = new ArrayList<TreeMap<Long, Long>>();
        for (var step = 0; step < 50_000; step++) {
            var number = random.nextBoolean() ? random.nextLong(5_000)
                    : random.nextLong(1L << random.nextInt(1, 50));
            if (random.nextInt(3) == 0) {
                table.remove(number);
                model.remove(number);
            } else {
                table.put(number, (long) step);
                model.put(number, (long) step);
            }
            assertThat(table.get(number)).isEqualTo(model.get(number));
            if (step % 5_000 == 0) {
                frozen.add(table.freeze());
                copies.add(new TreeMap<>(model));
            }
        }
        for (var i = 0; i < frozen.size(); i++) {
            var values = new ArrayList<Long>();
            frozen.get(i).forEach(values::add);
            assertThat(values).containsExactlyElementsOf(copies.get(i).values());
        }
    }
}
