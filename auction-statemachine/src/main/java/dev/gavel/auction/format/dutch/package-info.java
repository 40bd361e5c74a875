/** The falling clock, also called Dutch: the price falls, and whoever accepts first wins. */
@NullMarked
package dev.gavel.auction.format.dutch;

import org.jspecify.annotations.NullMarked;
