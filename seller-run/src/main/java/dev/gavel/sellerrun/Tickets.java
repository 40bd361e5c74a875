package dev.gavel.sellerrun;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What tells a buyer's wish to leave from somebody else's: a text that only the seller and that buyer's
 * program know. Programs that know nothing of tickets may leave without. The same secret gives the same
 * tickets, so they outlive a restart of the seller.
 */
public final class Tickets {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final byte[] secret;
    private final Set<String> keepers = ConcurrentHashMap.newKeySet();

    /** Tickets of one auction, from a secret of its seller. */
    public Tickets(byte[] secret) {
        this.secret = secret.clone();
    }

    String of(String buyer) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            var digest = mac.doFinal(buyer.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            Arrays.copyOf(digest, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + ALGORITHM, e);
        }
    }

    /** From now on this buyer is believed with their ticket only. */
    void keptBy(String buyer) {
        keepers.add(buyer);
    }

    boolean isGood(String buyer, Optional<String> shown) {
        return shown.isPresent() ? shown.get().equals(of(buyer)) : !keepers.contains(buyer);
    }
}
