package dev.gavel.auction.model;

/**
 * Terms of secret bids.
 *
 * @param commit whether bids are posted as a hash and opened after the end
 * @param revealMillis how long they may be opened
 * @param proRata whether the marginal price of many units is shared in proportion
 */
public record SealedTerms(boolean commit, long revealMillis, boolean proRata) {

    /** Plain secret bids. */
    public static final SealedTerms PLAIN = new SealedTerms(false, 0, false);
}
