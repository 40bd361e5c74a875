/** The rising clock, also called Japanese: the price rises, and whoever stays last wins. */
@NullMarked
package dev.gavel.auction.format.clock;

import org.jspecify.annotations.NullMarked;
