/**
 * Rising clocks that run in the seller's program, directly with the buyers: the house knows who takes
 * part and keeps what came of it, and is not needed in between. {@code Sale} is the seller's side,
 * {@code Seat} the buyer's; each is one thread's, and everything that happens is put into its
 * {@code Loop}. What goes between them is the contract of PPAPD, so its programs may sit on either side.
 */
@NullMarked
package dev.gavel.sellerrun;

import org.jspecify.annotations.NullMarked;
