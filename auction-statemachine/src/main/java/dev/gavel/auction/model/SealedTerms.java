package dev.gavel.auction.model;

/**
 * Terms of secret bids.
 *
 * @param commit whether bids are posted as a hash and opened after the end
 * @param revealMillis how long they may be opened
 * @param proRata whether the marginal price of many units is shared in proportion
 */
public record SealedTerms(boolean commit, long revealMillis, boolean proRata) {

    /** How long commitments may be opened, unless the auction says otherwise: a day. */
    public static final long REVEAL_MILLIS_DEFAULT = 24L * 60 * 60 * 1000;

    /** Plain secret bids. */
    public static final SealedTerms PLAIN = new SealedTerms(false, 0, false);
}
