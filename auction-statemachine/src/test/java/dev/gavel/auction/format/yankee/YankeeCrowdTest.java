package dev.gavel.auction.format.yankee;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gavel.auction.House;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.model.Limits;
import org.junit.jupiter.api.Test;

/** As many bidders as a Yankee auction takes, and one more. */
class YankeeCrowdTest {

    private static final int UNITS = 2_000;

    private final ObjectMapper mapper = new ObjectMapper();
    private final House house = new House();

    private static String bid(int amount) {
        return "{'op':'bid','auction':'1','amount':" + amount + "}";
    }

    @Test
    void takesNoMoreBiddersThanItCanRankButEachMayBidMore() throws Exception {
        house.ok(0, "sue", "{'op':'create','name':'Pens','format':'yankee','start':20,'quantity':"
                + UNITS + ",'open':true}");
        for (var i = 1; i <= Limits.RANKED_BIDDERS_MAX; i++) {
            house.ok(i, "bidder" + i, bid(20 + i % 7));
        }
        var late = Limits.RANKED_BIDDERS_MAX + 1L;
        assertThat(house.refused(late, "late", bid(1_000)).code()).isEqualTo(Code.LIMIT_EXCEEDED);
        var may = mapper.readTree(house.ask("late", "{'query':'canBid','auction':'1'}"));
        assertThat(may.path("allowed").asBoolean()).isFalse();
        assertThat(may.path("code").asText()).isEqualTo("LIMIT_EXCEEDED");
        house.ok(late + 1, "bidder1", bid(2_000));
    }
}
