/** The English auction: bids rise until nobody bids more. */
@NullMarked
package dev.gavel.auction.format.english;

import org.jspecify.annotations.NullMarked;
