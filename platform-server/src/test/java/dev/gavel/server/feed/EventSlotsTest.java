package dev.gavel.server.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gavel.auction.message.Event;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Direction;
import dev.gavel.auction.model.Standing;
import dev.gavel.auction.model.UserName;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Random;

class EventSlotsTest {

    private static final int SLOTS = 8;

    private final Random random = new Random(3);

    @Test
    void givesBackWhatWasPutThereLast() {
        var slots = new EventSlots(SLOTS);
        var put = new ArrayList<Event>();
        for (var n = 0; n < 2_000; n++) {
            var event = random.nextInt(3) == 0
                    ? new Event.AuctionPaused(new AuctionId(1 + random.nextInt(9)), n)
                    : bid();
            slots.put(n % SLOTS, event);
            put.add(event);
            for (var back = 0; back < Math.min(SLOTS, put.size()); back++) {
                assertThat(slots.get((n - back) % SLOTS)).isEqualTo(put.get(n - back));
            }
        }
    }

    private Event bid() {
        var bid = new Bid(name(), number(), number(), number(), number(), random.nextInt(),
                random.nextBoolean(), random.nextBoolean());
        var standing = random.nextInt(4) == 0 ? Standing.before(random.nextBoolean())
                : new Standing(name(), number(), number(), number(), random.nextBoolean());
        return new Event.BidAccepted(new AuctionId(1 + random.nextInt(9)), bid, standing,
                number(), random.nextBoolean() ? Direction.UP : Direction.DOWN);
    }

    private UserName name() {
        return new UserName("user-" + random.nextInt(5));
    }

    private long number() {
        return random.nextBoolean() ? random.nextLong() : random.nextInt(3);
    }
}
