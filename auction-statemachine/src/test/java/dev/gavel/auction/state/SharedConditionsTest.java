package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.format.english.English;
import dev.gavel.auction.model.ConditionsOfSale;
import org.junit.jupiter.api.Test;

import java.util.OptionalLong;
import java.util.stream.IntStream;

class SharedConditionsTest {

    /** A new object, with parts of its own. */
    private static ConditionsOfSale conditions(long start) {
        var c = English.PLAIN;
        return new ConditionsOfSale(c.format(), c.currency(), c.pricing().withStart(start),
                c.closing().withTiming(c.timing()), c.proxy(), OptionalLong.of(1_000_000),
                c.rounds(), c.quantity(), c.sealedTerms(), c.access());
    }

    @Test
    void equalOnesAreOneObject() {
        var first = conditions(7);
        var second = conditions(7);
        assertThat(second).isEqualTo(first).isNotSameAs(first);
        assertThat(SharedConditions.of(second)).isEqualTo(first)
                .isSameAs(SharedConditions.of(first));
    }

    @Test
    void othersStayAsTheyAreAndShareTheirParts() {
        var shared = IntStream.range(0, 100_000)
                .mapToObj(start -> SharedConditions.of(conditions(start)))
                .toList();
        for (var start = 0; start < shared.size(); start++) {
            assertThat(shared.get(start)).isEqualTo(conditions(start));
        }
        assertThat(shared.get(50_001).retractUntil())
                .isSameAs(shared.get(50_000).retractUntil());
    }
}
