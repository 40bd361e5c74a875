package dev.gavel.sellerrun;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Rounds signed by who sells (Ed25519), so that a result handed in later can be checked by anybody.
 *
 * @see SignedRound
 */
public final class Signing {
    private static final String ALGORITHM = "Ed25519";

    private Signing() {}

    /**
     * What goes beside a round.
     *
     * @param atMillis when, by the seller's clock
     * @param base64 of the signature; empty where the seller has no key
     */
    public record Mark(long atMillis, Optional<String> base64) {}

    /**
     * A seller's key pair, for one auction.
     *
     * @param publicKey as the house takes and tells it
     */
    public record Key(PrivateKey secret, String publicKey) {

        /** A fresh one. */
        public static Key fresh() {
            try {
                var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
                return new Key(pair.getPrivate(), SellerKey.of(pair.getPublic()).base64());
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this Java has no " + ALGORITHM, e);
            }
        }

        /**
         * The one that {@link #secretText} wrote.
         *
         * @throws IllegalArgumentException if it is none
         */
        public static Key of(String secretText, String publicKey) {
            try {
                var secret = KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(
                                new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secretText)));
                return new Key(secret, publicKey);
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("no key of a seller: " + e.getMessage(), e);
            }
        }

        /** The secret half as text. */
        public String secretText() {
            return Base64.getEncoder().encodeToString(secret.getEncoded());
        }

        /** Signs how a sale stands. */
        public Mark sign(Round round, long atMillis) {
            try {
                var signature = Signature.getInstance(ALGORITHM);
                signature.initSign(secret);
                signature.update(message(round, atMillis));
                return new Mark(atMillis,
                        Optional.of(Base64.getEncoder().encodeToString(signature.sign())));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("cannot sign", e);
            }
        }

        @Override
        public String toString() {
            return "Key[" + publicKey + "]"; // never the secret
        }
    }

    /** Whether who holds the other half of {@code publicKey} signed that. */
    public static boolean isSigned(Round round, Mark mark, String publicKey) {
        try {
            return mark.base64().isPresent() && SellerKey.parse(publicKey)
                    .filter(key -> key.signed(message(round, mark.atMillis()),
                            mark.base64().get()))
                    .isPresent();
        } catch (IllegalArgumentException e) {
            return false; // names or ids that the house does not know
        }
    }

    private static byte[] message(Round round, long atMillis) {
        return SignedRound.message(
                AuctionId.parse(round.auction())
                        .orElseThrow(() -> new IllegalArgumentException(
                                round.auction() + " is no auction")),
                (int) round.round(), round.price(), atMillis, out(round));
    }

    private static List<UserName> out(Round round) {
        return round.participants()
                .entrySet()
                .stream()
                .filter(entry -> !entry.getValue())
                .map(Map.Entry::getKey)
                .map(name -> UserName.parse(name)
                        .orElseThrow(() -> new IllegalArgumentException(
                                name + " is no user name")))
                .toList();
    }
}
