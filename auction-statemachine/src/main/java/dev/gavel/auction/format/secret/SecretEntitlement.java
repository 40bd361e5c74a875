package dev.gavel.auction.format.secret;

import dev.gavel.auction.format.Entitlements;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.View;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;

import java.util.OptionalLong;

/** Whether somebody may bid in secret now, post the hash of a bid, or open it. */
final class SecretEntitlement {

    private SecretEntitlement() {}

    static View.Entitlement of(Auction auction, UserName who) {
        var open = (Phase.Open) auction.phase();
        if (auction.conditions().sealedTerms().commit() && open.round() > 0) {
            return revealing(auction, who, open);
        }
        var start = Math.max(1, auction.conditions().start());
        var least = auction.conditions().currency().format(start);
        return auction.conditions().sealedTerms().commit()
                ? Entitlements.yes(auction, who, "commit",
                        "You may post the hash of a bid of at least " + least
                                + ", and open it after the end.",
                        OptionalLong.of(start), OptionalLong.empty())
                : Entitlements.yes(auction, who, "bid",
                        "You may bid in secret, at least " + least + ".",
                        OptionalLong.of(start), OptionalLong.empty());
    }

    private static View.Entitlement revealing(Auction auction, UserName who, Phase.Open open) {
        var participant = auction.participant(who);
        if (participant == null || !participant.hasRow()) {
            return Entitlements.no(auction, who, Code.NOTHING_THERE,
                    "Bids are being opened, and you have no commitment here.",
                    "Nothing in this auction: commitments were taken until the end.");
        }
        return participant.commitmentOrNull() == null
                ? Entitlements.no(auction, who, Code.NOTHING_THERE,
                        "Your bid is open; no other is taken any more.",
                        "Nothing: wait for the result.")
                : Entitlements.yes(auction, who, "reveal",
                        "You may open your bid, with amount and nonce, until "
                                + Times.format(open.endsAt()) + ".");
    }
}
