package dev.gavel.auction.format.clock;

import dev.gavel.auction.format.Faults;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import dev.gavel.auction.state.HouseState;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The signed rounds of one report, walked from how the house knows the auction to what is reported: no
 * round left out, and nobody coming back. What the house knows already is passed over, so that a program
 * may send again what it is not sure of.
 */
final class SignedReport {

    private final HouseState house;
    private final Auction auction;
    private final List<SignedRound> kept = new ArrayList<>();
    private final List<Event> withdrawals = new ArrayList<>();
    private final Set<UserName> out;
    private int round;

    SignedReport(HouseState house, Auction auction, int round) {
        this.house = house;
        this.auction = auction;
        this.round = round;
        this.out = outOf(auction);
    }

    private static Set<UserName> outOf(Auction auction) {
        var out = new TreeSet<UserName>();
        auction.participants().forEach((name, participant) -> {
            if (!participant.isActive()) {
                out.add(name);
            }
        });
        return out;
    }

    /** The ones the house did not know. */
    List<SignedRound> kept() {
        return kept;
    }

    /** Who leaves in them. */
    List<Event> withdrawals() {
        return withdrawals;
    }

    /**
     * The first thing wrong; null if nothing is.
     *
     * @param gone who is newly out by the report itself
     */
    @Nullable
    Rejection fault(SellerKey key, Command.Update command, Set<UserName> gone) {
        for (var i = 0; i < command.signed().size(); i++) {
            var signed = command.signed().get(i);
            if (isKnown(signed)) {
                continue;
            }
            var fault = fault(key, signed, "rounds[" + i + "].");
            if (fault != null) {
                return fault;
            }
            take(signed);
        }
        var reported = outOf(auction);
        reported.addAll(gone);
        if (round == command.round() && out.equals(reported)) {
            return null;
        }
        return Faults.bad(auction, "rounds", command.signed().isEmpty()
                ? "It is missing: there is a sellerKey, so every round and every leaving is signed."
                : "They end at round " + round + " with " + out.size() + " out, not as reported.");
    }

    private boolean isKnown(SignedRound signed) {
        return signed.round() < round
                || (signed.round() == round && out.containsAll(signed.out()));
    }

    private @Nullable Rejection fault(SellerKey key, SignedRound signed, String path) {
        if (signed.round() > round + 1L) {
            return Faults.bad(auction, path + "round",
                    "Round " + (round + 1) + " is missing.");
        }
        var wrongPrice = SellerReports.priceFault(auction, path + "price", signed.round(),
                signed.price());
        if (wrongPrice != null) {
            return wrongPrice;
        }
        for (var name : signed.out()) {
            if (auction.participant(name) == null) {
                return SellerReports.notJoined(auction, path + "out", name);
            }
        }
        for (var name : out) {
            if (!signed.out().contains(name)) {
                return SellerReports.isOut(auction, path + "out", name);
            }
        }
        if (signed.out().size() >= auction.participants().size()) {
            return SellerReports.allOut(auction, path + "out");
        }
        return signed.isSignedBy(key, auction.id()) ? null
                : Faults.bad(auction, path + "signature",
                        "It is not that of this round by the sellerKey.");
    }

    private void take(SignedRound signed) {
        var names = new ArrayList<UserName>();
        for (var said : signed.out()) {
            var known = house.userOrNull(said.value());
            var name = known == null ? said : known.name();
            names.add(name);
            if (out.add(name)) {
                withdrawals.add(
                        new Event.ParticipantWithdrawn(auction.id(), name, signed.round()));
            }
        }
        round = signed.round();
        kept.add(new SignedRound(signed.round(), signed.price(), signed.atMillis(), names,
                signed.signature()));
    }
}
