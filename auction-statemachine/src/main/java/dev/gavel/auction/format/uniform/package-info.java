/** The uniform-price auction: many equal units, secret bids, one price for all winners. */
@NullMarked
package dev.gavel.auction.format.uniform;

import org.jspecify.annotations.NullMarked;
