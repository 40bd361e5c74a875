package dev.gavel.auction;

import dev.gavel.auction.model.AuctionId;
import dev.gavel.auction.model.SellerKey;
import dev.gavel.auction.model.SignedRound;
import dev.gavel.auction.model.UserName;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;

/** Keys of sellers' programs, the same in every run: that of number 7 is made of bytes 7. */
public final class SellerKeys {

    private SellerKeys() {}

    /** The public key of that number. */
    public static SellerKey key(int number) {
        return SellerKey.of(pair(number).getPublic());
    }

    /** A round under the key of that number. */
    public static String sign(int number, AuctionId auction, int round, long price, long atMillis,
            Collection<UserName> out) {
        try {
            var signer = Signature.getInstance("Ed25519");
            signer.initSign(pair(number).getPrivate());
            signer.update(SignedRound.message(auction, round, price, atMillis, out));
            return Base64.getEncoder().encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(int number) {
        try {
            var generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new Same((byte) number));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Not random at all. */
    private static final class Same extends SecureRandom {

        private static final long serialVersionUID = 1;
        private final byte value;

        Same(byte value) {
            this.value = value;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, value);
        }
    }
}
