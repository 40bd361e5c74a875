package dev.gavel.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * A bid that not even the house can read before the end: first its hash is posted, after the end amount
 * and nonce. Whoever loses the nonce cannot open the bid.
 *
 * @param auction id of the auction
 * @param bidder who bids; another cannot open it
 * @param amount in minor units
 * @param nonce 64 hexadecimal digits in lower case, which nobody else may know before the end
 */
public record SecretBid(String auction, String bidder, long amount, String nonce) {

    private static final int NONCE_BYTES = 32;
    private static final String NONCE = "[0-9a-f]{64}";

    /** Refuses a nonce that is none. */
    public SecretBid {
        if (!nonce.matches(NONCE)) {
            throw new IllegalArgumentException(
                    "a nonce has 64 hexadecimal digits in lower case");
        }
    }

    /** A bid with a fresh nonce. */
    public static SecretBid fresh(String auction, String bidder, long amount) {
        var nonce = new byte[NONCE_BYTES];
        new SecureRandom().nextBytes(nonce);
        return new SecretBid(auction, bidder, amount, HexFormat.of().formatHex(nonce));
    }

    /** SHA-256, in lower-case hexadecimal, of the UTF-8 text {@code auction|bidder|amount|nonce}. */
    public String hash() {
        var text = auction + "|" + bidder + "|" + amount + "|" + nonce;
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The command that posts the hash. */
    public JsonObject commit() {
        return Commands.commit(auction, hash());
    }

    /** The command that opens it. */
    public JsonObject reveal() {
        return Commands.reveal(auction, amount, nonce);
    }
}
