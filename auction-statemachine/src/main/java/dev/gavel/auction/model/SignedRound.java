package dev.gavel.auction.model;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * What a seller's program says of an auction it runs, under its signature.
 *
 * @param round which round, from 0
 * @param price of that round, in minor units
 * @param atMillis when, by that program's own clock; nothing is decided by it
 * @param out everybody who is out by then, in order of name
 * @param signature of {@link #message}, in base64
 */
public record SignedRound(int round, long price, long atMillis, List<UserName> out,
        String signature) {

    /** Sorts the names and keeps each once. A list that is so already is kept as it is. */
    public SignedRound {
        out = isInOrder(out) ? List.copyOf(out)
                : List.copyOf(out.stream().sorted().distinct().toList());
    }

    private static boolean isInOrder(List<UserName> names) {
        for (var i = 1; i < names.size(); i++) {
            if (names.get(i - 1).compareTo(names.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * The bytes that are signed: lines in UTF-8, each ended by a line feed. Round 3 of auction 7 at
     * 130.00, ann and bob being out:
     *
     * <pre>
     * gavel seller-run round 1
     * auction 7
     * round 3
     * price 13000
     * at 2030-01-01T11:00:03.000Z
     * out 2
     * ann
     * bob
     * </pre>
     *
     * @param out in any order; in the bytes they are sorted by UTF-16 units
     * @see "docs/MESSAGES.md, update"
     */
    public static byte[] message(AuctionId auction, int round, long price, long atMillis,
            Collection<UserName> out) {
        var text = new StringBuilder("gavel seller-run round 1\n")
                .append("auction ")
                .append(auction)
                .append('\n')
                .append("round ")
                .append(round)
                .append('\n')
                .append("price ")
                .append(price)
                .append('\n')
                .append("at ")
                .append(Times.format(atMillis))
                .append('\n')
                .append("out ")
                .append(out.stream().distinct().count())
                .append('\n');
        out.stream().sorted().distinct().forEach(name -> text.append(name).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Whether {@code key} signed it, for that auction. */
    public boolean isSignedBy(SellerKey key, AuctionId auction) {
        return key.signed(message(auction, round, price, atMillis, out), signature);
    }
}
