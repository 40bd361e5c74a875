/** What sealed, Vickrey and uniform-price auctions share: secret bids, plain or as commitments. */
@NullMarked
package dev.gavel.auction.format.secret;

import org.jspecify.annotations.NullMarked;
