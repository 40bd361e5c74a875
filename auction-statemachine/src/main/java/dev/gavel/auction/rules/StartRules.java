package dev.gavel.auction.rules;

import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.ConditionsOfSale;
import dev.gavel.auction.state.Item;
import org.jspecify.annotations.Nullable;

/**
 * What another than the seller may say of an auction of an item that anybody may start. All that could cost the
 * seller anything, or keep bidders out, is the seller's to say: only a plain English auction is started so, from
 * no less than the price that the seller named, and it opens by itself.
 */
final class StartRules {

    private StartRules() {}

    /** The first condition that is not for others to set; null if there is none. */
    static @Nullable Rejection fault(Command.Create command, Item item) {
        var c = command.conditions();
        var plain = ConditionsOfSale.PLAIN_ENGLISH;
        var field = c.format() != plain.format() ? "format"
                : !c.currency().equals(plain.currency()) ? "currency"
                        : c.reserve().isSet() ? "reserve"
                                : c.buyNow().isPresent() ? "buyNow"
                                        : c.group().isPresent() ? "group"
                                                : c.retractUntil().isPresent() ? "retractUntil"
                                                        : c.proxy() != plain.proxy() ? "proxy"
                                                                : c.grid() ? "grid"
                                                                        : c.timing()
                                                                                .maxPauseMillis() != plain
                                                                                        .timing()
                                                                                        .maxPauseMillis()
                                                                                                ? "maxPauseMillis"
                                                                                                : !c.access()
                                                                                                        .equals(plain
                                                                                                                .access())
                                                                                                                        ? "visibility"
                                                                                                                        : "";
        if (!field.isEmpty()) {
            return bad(field,
                    "Only the seller, " + item.seller() + ", may set that: who starts another's "
                            + "item says start, increment, softClose and when it opens and ends.");
        }
        if (c.start() < item.price().orElse(0)) {
            return bad("start", "Item " + item.id() + " starts at "
                    + c.currency().format(item.price().orElse(0))
                    + " at least: so its seller says.");
        }
        return command.open() || c.timing().opensAt().isPresent() ? null
                : bad("open",
                        "Another's item is opened at once, with open, or by itself at opensAt.");
    }

    private static Rejection bad(String field, String sentence) {
        return new Rejection.Plain(Code.BAD_COMMAND, null, field, sentence);
    }
}
