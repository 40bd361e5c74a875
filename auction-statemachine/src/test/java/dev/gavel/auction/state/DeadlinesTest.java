package dev.gavel.auction.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.model.Times;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

class DeadlinesTest {

    @Test
    void standInOrderOfTimeAndThenOfAuction() {
        var all = Deadlines.EMPTY.with(500, 11).with(200, 12).with(500, 3).with(900, 1);
        assertThat(all.firstTime()).isEqualTo(200);
        assertThat(all.firstAuction()).isEqualTo(12);
        assertThat(until(all, 899)).containsExactly(12L, 3L, 11L);
        assertThat(until(all, 900)).containsExactly(12L, 3L, 11L, 1L);
        assertThat(until(all, 199)).isEmpty();
    }

    @Test
    void knowTheNextOneOnceTheFirstIsGone() {
        var all = Deadlines.EMPTY.with(500, 11).with(200, 12);
        assertThat(all.without(200, 12).firstAuction()).isEqualTo(11);
        assertThat(all.without(200, 11).firstAuction()).isEqualTo(12);
        var none = all.without(200, 12).without(500, 11);
        assertThat(none.firstTime()).isEqualTo(Times.NEVER);
        assertThat(none.firstAuction()).isZero();
        assertThat(all.firstTime()).isEqualTo(200);
    }

    private static List<Long> until(Deadlines all, long time) {
        var ids = new ArrayList<Long>();
        all.visitUntil(time, ids::add);
        return ids;
    }
}
