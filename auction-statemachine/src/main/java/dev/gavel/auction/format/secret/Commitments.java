package dev.gavel.auction.format.secret;

import dev.gavel.auction.format.Caller;
import dev.gavel.auction.format.Decision;
import dev.gavel.auction.format.Faults;
import dev.gavel.auction.message.Code;
import dev.gavel.auction.message.Command;
import dev.gavel.auction.message.Event;
import dev.gavel.auction.message.Rejection;
import dev.gavel.auction.message.Reply;
import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.Bid;
import dev.gavel.auction.model.Phase;
import dev.gavel.auction.model.Times;
import dev.gavel.auction.model.UserName;
import dev.gavel.auction.state.Auction;
import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Secret bids that not even the house can read before the end: until then a bidder posts the hash of
 * the bid, after it the bid and the nonce that give that hash. What is not opened is void.
 */
public final class Commitments {

    /** From which version on what is being opened is opened. */
    private static final int BOUND = 2;

    private Commitments() {}

    /**
     * The hash to post: SHA-256, in lower-case hexadecimal, of the UTF-8 text
     * {@code auction|bidder|amount|nonce}, with the amount in minor units and the nonce as its 64
     * hexadecimal digits. As a shell says it: {@code printf '1|ann|12500|NONCE' | sha256sum}.
     */
    public static String hash(AuctionId auction, UserName bidder, long amount, String nonce) {
        var text = auction + "|" + bidder + "|" + amount + "|" + nonce;
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Why its seller can neither end nor call it off: commitments are being opened; null if they can. */
    static @Nullable Rejection endingFault(Auction auction) {
        var isRevealing = auction.conditions().sealedTerms().commit() && stage(auction) == 1;
        if (!auction.knows(BOUND) || !isRevealing) {
            return null;
        }
        return new Rejection.Plain(Code.REVEALING, auction.id(), "",
                auction.phase() instanceof Phase.Open open
                        ? "Bids are being opened until " + Times.format(open.endsAt())
                                + "; it closes by itself then."
                        : "Bids were being opened when it was paused; resume it, and it closes by "
                                + "itself.");
    }

    /** Whether the open auction takes commitments (0) or openings (1). */
    static int stage(Auction auction) {
        return switch (auction.phase()) {
            case Phase.Open open -> open.round();
            case Phase.Paused paused -> paused.before().round();
            default -> 0;
        };
    }

    /** Why no commitment is taken any more; null while it is. */
    static @Nullable Rejection revealFault(Auction auction, long now) {
        if (auction.phase() instanceof Phase.Open open && open.round() > 0) {
            return new Rejection.Late(auction.id(), open.since(), now - open.since(), true);
        }
        return null;
    }

    /**
     * Posts a commitment, in place of an earlier one; it takes its place in order then. Refused once the
     * opening has begun.
     */
    static Decision commit(Auction auction, Command.Commit command, Caller caller) {
        var late = revealFault(auction, caller.now());
        if (late != null) {
            return Decision.no(late);
        }
        var bid = new Bid(caller.name(), 0, 0, caller.now(), caller.index(), 1, true, false);
        return Decision.yes(
                new Reply.Done(auction.id(),
                        "Your commitment is in; open it once the auction has ended."),
                new Event.CommitmentPosted(auction.id(), bid, command.hash()));
    }

    /**
     * Opens a commitment: of an auction that ended at 12:00:00 with 30 s to open, from then until
     * 12:00:29.999. Refusals in order: too early, none, not what was committed to, too low.
     */
    static Decision reveal(Auction auction, Command.Reveal command, Caller caller) {
        if (stage(auction) == 0) {
            return Decision.no(Code.NOT_STARTED, auction.id(),
                    "Bids are opened once the auction has ended.");
        }
        var participant = auction.participant(caller.name());
        if (participant == null || !participant.hasRow()) {
            return Decision.no(Code.NOTHING_THERE, auction.id(), "You have no commitment here.");
        }
        if (participant.commitmentOrNull() == null) {
            var isSame = auction.bids().get(participant.row()).amount() == command.amount();
            return isSame ? Decision.yes(new Reply.Done(auction.id(), "Your bid was open already."))
                    : mismatch(auction);
        }
        var hash = hash(auction.id(), caller.name(), command.amount(), command.nonce());
        if (!hash.equals(participant.commitmentOrNull())) {
            return mismatch(auction);
        }
        var tooLow = Faults.start(auction, command.amount());
        return tooLow != null ? Decision.no(tooLow)
                : Decision.yes(
                        new Reply.Done(auction.id(),
                                "Your bid of "
                                        + auction.conditions().currency().format(command.amount())
                                        + " is open."),
                        new Event.CommitmentOpened(auction.id(), caller.name(),
                                command.amount()));
    }

    private static Decision mismatch(Auction auction) {
        return Decision.no(Code.COMMITMENT_MISMATCH, auction.id(),
                "Amount and nonce do not give the hash you posted.");
    }
}
