/** What the English auction and the reverse auction share: open bids with maxima, in either direction. */
@NullMarked
package dev.gavel.auction.format.outcry;

import org.jspecify.annotations.NullMarked;
