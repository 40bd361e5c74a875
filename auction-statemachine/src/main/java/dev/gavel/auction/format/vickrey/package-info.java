/** The Vickrey auction: one secret bid each, and the highest pays what the next one says. */
@NullMarked
package dev.gavel.auction.format.vickrey;

import org.jspecify.annotations.NullMarked;
