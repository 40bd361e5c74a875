/** The sealed first-price auction: one secret bid each, and the highest pays what it says. */
@NullMarked
package dev.gavel.auction.format.sealed;

import org.jspecify.annotations.NullMarked;
