/**
 * {@code gavel client --web}: the page for one bidder's browser, from a program of their own. To the house
 * it passes on what the page asks; at sellers who run auctions themselves it sits for the bidder.
 */
@NullMarked
package dev.gavel.sellerrun.page;

import org.jspecify.annotations.NullMarked;
