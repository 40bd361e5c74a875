package dev.gavel.auction.rules;

import dev.gavel.auction.format.kinds.Formats;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.state.Item;
import org.jspecify.annotations.Nullable;

/**
 * What another than the seller may say of an auction of an item that anybody may start. All that could cost the
 * seller anything, or keep bidders out, is the seller's to say: only a plain English auction is started so, from
 * no less than the price that the seller named, for a minute at least, and it opens by itself.
 */
final class StartRules {

    /** Shorter, and nobody but who started it would hear of it in time. */
    private static final long SHORTEST_MILLIS = 60_000;

    private StartRules() {}

    /** The first condition that is not for others to set; null if there is none. */
    static @Nullable Rejection fault(Command.Create command, Item item, long now) {
        var c = command.conditions();
        var field = Formats.of(c.format()).fieldOfTheSeller(c);
        if (field != null) {
            return bad(field, "Only the seller, " + item.seller() + ", may set that: who starts "
                    + "another's item says start, softClose and when it opens and ends.");
        }
        if (c.start() < item.price().orElse(0)) {
            return bad("start", "Item " + item.id() + " starts at "
                    + c.currency().format(item.price().orElse(0))
                    + " at least: so its seller says.");
        }
        if (!command.open() && c.timing().opensAt().isEmpty()) {
            return bad("open",
                    "Another's item is opened at once, with open, or by itself at opensAt.");
        }
        var opensAt = Math.max(now, c.timing().opensAt().orElse(now));
        var endsAt = c.timing().endOf(opensAt);
        if (endsAt != Times.NEVER && endsAt - opensAt < SHORTEST_MILLIS) {
            return bad(c.timing().endsAt().isPresent() ? "endsAt" : "durationMillis",
                    "Another's item is on sale for a minute at least.");
        }
        return null;
    }

    private static Rejection bad(String field, String sentence) {
        return new Rejection.Plain(Code.BAD_COMMAND, null, field, sentence);
    }
}
